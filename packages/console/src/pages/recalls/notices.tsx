import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { act, fetchNotices, type Notice } from '../../api-recall.ts'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { momentOf } from '../subscriptions/moment.ts'
import type { CaseProps } from './case-props.ts'
import { holderName } from './holders.tsx'
import { saysOf } from './faults.tsx'

/** What each holder was told, in words, and when it said that it knows. */
export function Notices({ one, changed }: CaseProps): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const [fault, setFault] = useState<string>()
  const { issued, acknowledged } = one.notices
  const { data = [] } = useQuery({
    queryKey: ['recall of', one.id, 'notices', issued, acknowledged],
    queryFn: ({ signal }) => fetchNotices(one.id, signal),
    enabled: issued > 0,
    placeholderData: (before) => before,
  })
  const confirm = (notice: number): void => {
    setFault(undefined)
    void act(one.id, `notices/${notice}/acknowledgement`, {})
      .then(changed)
      .catch((error: unknown) => setFault(saysOf(error, words).join(' ')))
  }
  return (
    <section className="notices">
      <h2>
        {said.notices} <small>{counted(issued)}</small>
      </h2>
      {issued === 0 && <p className="why">{said.noticesNone}</p>}
      {fault !== undefined && <p className="fault">{fault}</p>}
      <ul>
        {data.slice(0, 200).map((notice) => (
          <Row key={notice.notice} notice={notice} confirm={() => confirm(notice.notice)} />
        ))}
      </ul>
    </section>
  )
}

function Row(props: { readonly notice: Notice; readonly confirm: () => void }): ReactNode {
  const said = useSaid()
  const { words, language } = said
  const { notice, confirm } = props
  const text = notice.text[language]
  return (
    <li>
      <details>
        <summary>
          <span className="name">{holderName(notice, said)}</span>
          <time>{momentOf(notice.issuedAt, language)}</time>
          <b>{counted(notice.items)}</b>
          <span className={notice.acknowledged === undefined ? 'tag' : 'tag good'}>
            {notice.acknowledged === undefined ? words.recall.notified : words.recall.acknowledged}
          </span>
        </summary>
        <div className="text">
          <strong>{text.title}</strong>
          {text.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {notice.acknowledged === undefined && (
            <Button size="small" onClick={confirm}>
              {words.recall.confirm}
            </Button>
          )}
        </div>
      </details>
    </li>
  )
}
