import type { ReactNode } from 'react'
import type { RecallCase } from '../../api-recall.ts'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { momentOf } from '../subscriptions/moment.ts'

/** Each version of the affected set with what changed, and each thing that was done, the newest first. */
export function Past({ one }: { readonly one: RecallCase }): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  return (
    <>
      <section className="versions">
        <h2>{said.versions}</h2>
        <ol>
          {one.versions.toReversed().map(({ version, because, madeAt, affected, difference }) => (
            <li key={version}>
              <strong>{said.versionNow(String(version))}</strong>
              <span>{said.because[because] ?? because}</span>
              <time>{momentOf(madeAt, language)}</time>
              <b>{said.affectedShort(counted(affected.items), counted(affected.lots))}</b>
              {difference !== undefined && (
                <small>
                  {said.difference(counted(difference.added), counted(difference.removed))}
                  {difference.regraded > 0 && ` · ${said.regraded(counted(difference.regraded))}`}
                </small>
              )}
            </li>
          ))}
        </ol>
      </section>
      <section className="versions">
        <h2>{said.history}</h2>
        <ol>
          {one.steps.toReversed().map(({ number, kind, at, by }) => (
            <li key={number}>
              <strong>{said.steps[kind] ?? kind}</strong>
              <span>{by}</span>
              <time>{momentOf(at, language)}</time>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}
