import type { ReactNode } from 'react'
import type { RecallCase } from '../../api-recall.ts'
import { Icon } from '../../icon.tsx'
import { useSaid } from '../../said.tsx'

const FILES = ['report.pdf', 'report.xlsx', 'notice.pdf', 'items.xlsx', 'items.csv'] as const

/** What is handed in and sent out, in the reader's language. */
export function Documents({ one }: { readonly one: RecallCase }): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  const at = `/recalls/${encodeURIComponent(one.id)}`
  return (
    <section className="documents">
      <h2>{said.documents}</h2>
      <ul>
        {FILES.map((file) => (
          <li key={file}>
            <a href={`${at}/${file}?lang=${language}`} download>
              <Icon of="file" size={16} /> {said.files[file]}
            </a>
          </li>
        ))}
        <li>
          <a href={`${at}/items`} download={`recall-${one.id}.ndjson`}>
            <Icon of="file" size={16} /> {said.download}
          </a>
        </li>
      </ul>
    </section>
  )
}
