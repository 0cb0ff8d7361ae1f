import type { ReactNode } from 'react'
import type { MasterThing } from '../../answers.ts'
import { useSaid } from '../../said.tsx'
import { attributeWord, vocabularyWord } from '../../words-master.ts'
import { timeAt } from '../thing/view.ts'
import { shown } from './value.ts'

type Statement = MasterThing['history'][number]

/** What each capture said, newest first. */
export function History({ statements }: { readonly statements: readonly Statement[] }): ReactNode {
  const { words } = useSaid()
  if (statements.length === 0) return null
  return (
    <section className="stated">
      <h2>{words.master.history}</h2>
      <p className="why">{words.master.historyWhy}</p>
      <ol>
        {statements.map((one) => (
          <Stated key={one.number} statement={one} />
        ))}
      </ol>
    </section>
  )
}

function Stated({ statement }: { readonly statement: Statement }): ReactNode {
  const { language, words } = useSaid()
  const { at, by, type, attributes, children, childless } = statement
  return (
    <li>
      <p>
        <time dateTime={at}>{timeAt(at, undefined)}</time> · {words.master.by(by)} ·{' '}
        {vocabularyWord(type, language)}
      </p>
      <dl>
        {attributes.map(({ id, attribute }, i) => (
          <div key={`${id} ${i}`}>
            <dt title={id}>{attributeWord(id, language)}</dt>
            <dd>{attribute === null ? words.master.withdrawn : shown(attribute, language)}</dd>
          </div>
        ))}
        {(children.length > 0 || childless === true) && (
          <div>
            <dt>{words.master.below}</dt>
            <dd>{childless === true ? words.master.noChildren : children.join(' ')}</dd>
          </div>
        )}
      </dl>
    </li>
  )
}
