import type { ReactNode } from 'react'
import type { RecallInShort } from '../../api-recall.ts'
import { useSaid } from '../../said.tsx'

/** Its level, where it stands, and whether it is only a drill. */
export function Marks({
  one,
}: {
  readonly one: Pick<RecallInShort, 'level' | 'state' | 'drill'>
}): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  return (
    <span className="marks">
      <b className={`level l${one.level}`}>{said.level(String(one.level))}</b>
      <span className={one.state === 'closed' ? 'tag good' : 'tag'}>
        {said.states[one.state] ?? one.state}
      </span>
      {one.drill && <span className="tag drill">{said.drill}</span>}
    </span>
  )
}
