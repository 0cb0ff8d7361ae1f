import { Button, Segmented } from 'antd'
import { useEffect, type ReactNode } from 'react'
import type { Direction, Labels, Trace } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, labelOf, passportOf } from '../../identifier.ts'
import { titleOf } from '../../naming.ts'
import { go } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { stageWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { countsOf } from './summary.ts'
import { startOf } from './view.ts'

type Props = { readonly trace: Trace; readonly labels: Labels }

/** What is traced, which way, and how much was found. */
export function Title({ trace, labels }: Props): ReactNode {
  const said = useSaid()
  const { words } = said
  const start = startOf(trace)
  const passport = passportOf(trace.of, said.language)
  const name = titleOf(start, labels, said)
  useEffect(() => {
    document.title = `${name} ${codeOf(trace.of)} · ${words.product}`
  }, [name, trace.of, words.product])
  return (
    <section className="title">
      <div className="subject">
        <span className="badge big">
          <Icon of={labelOf(labels, trace.of)?.stage ?? start.kind} size={26} />
        </span>
        <div>
          <h1>{name}</h1>
          <p className="ident" title={trace.of}>
            {codeOf(trace.of)}
          </p>
        </div>
      </div>
      <div className="acts">
        <Turn trace={trace} />
        {passport !== undefined && (
          <Button
            href={passport}
            target="_blank"
            icon={<Icon of="out" size={16} />}
            iconPlacement="end"
          >
            {words.passport}
          </Button>
        )}
      </div>
      {trace.things.length > 0 && <Counts trace={trace} labels={labels} />}
    </section>
  )
}

function Turn({ trace }: { readonly trace: Trace }): ReactNode {
  const { words } = useSaid()
  return (
    <Segmented<Direction>
      aria-label={words.directionName}
      value={trace.direction}
      onChange={(direction) => go({ of: trace.of, direction })}
      options={[
        { value: 'backward', label: words.backward, icon: <Icon of="up" size={14} /> },
        { value: 'forward', label: words.forward, icon: <Icon of="down" size={14} /> },
      ]}
    />
  )
}

function Counts({ trace, labels }: Props): ReactNode {
  const { words, language } = useSaid()
  const possible = trace.things.filter(({ certainty }) => certainty === 'possible').length
  return (
    <div className="counts">
      <p>
        {words.summary(counted(trace.things.length), counted(trace.links.length))}
        {possible > 0 && <em> · {words.summaryPossible(counted(possible))}</em>}
      </p>
      <dl>
        {countsOf(trace, labels).map(({ stage, things }) => (
          <div key={stage}>
            <dt>
              <Icon of={stage} size={16} />
              {stageWord(stage, language)}
            </dt>
            <dd>{counted(things)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
