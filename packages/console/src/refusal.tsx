import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Refused } from './api.ts'
import { Icon } from './icon.tsx'
import { useSaid } from './said.tsx'
import type { Words } from './words.ts'

/** Why there is nothing to show, in words: the kind of failure first, then the server's own sentences. */
export function Refusal(props: { readonly error: unknown; readonly retry: () => void }): ReactNode {
  const { words } = useSaid()
  const { title, says, again } = failureIn(words, props.error)
  return (
    <section className="blank" role="alert">
      <Icon of="gap" size={36} />
      <h2>{title}</h2>
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {again && <Button onClick={props.retry}>{words.retry}</Button>}
    </section>
  )
}

type Failure = { readonly title: string; readonly says: readonly string[]; readonly again: boolean }

function failureIn({ problem }: Words, error: unknown): Failure {
  const { status, says } =
    error instanceof Refused
      ? error
      : { status: 500, says: [error instanceof Error ? error.message : ''] }
  if (status === 0) {
    const cut = says.includes('cut')
    return {
      title: cut ? problem.cut : problem.offline,
      says: cut ? [] : [problem.offlineWhy],
      again: true,
    }
  }
  if (status === 404) return { title: problem.unseen, says: [problem.unseenWhy], again: false }
  if (status < 500) return { title: problem.refused, says, again: false }
  return { title: problem.failed, says, again: true }
}
