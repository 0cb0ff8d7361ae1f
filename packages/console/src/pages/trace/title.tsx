import { identify } from '@suyuan/core/id/identify'
import { Segmented } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { closed, pageAt } from '../../address.ts'
import type { Direction, Labels } from '../../answers.ts'
import { traceQuery } from '../../api-trace.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, labelOf, passportOf } from '../../identifier.ts'
import { titleOf } from '../../naming.ts'
import { go, To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'

type Props = { readonly of: string; readonly direction: Direction; readonly labels: Labels }

/** What is traced, which way, and what can be done with it. */
export function Title({ of, direction, labels }: Props): ReactNode {
  const said = useSaid()
  const { words } = said
  const { kind } = identify(of)
  const name = titleOf({ id: of, kind }, labels, said)
  useEffect(() => {
    document.title = `${name} ${codeOf(of)} · ${words.product}`
  }, [name, of, words.product])
  return (
    <section className="title">
      <div className="subject">
        <span className="badge big">
          <Icon of={labelOf(labels, of)?.stage ?? kind} size={26} />
        </span>
        <div>
          <h1>{name}</h1>
          <p className="ident" title={of}>
            {codeOf(of)}
          </p>
        </div>
      </div>
      <div className="acts">
        <Turn direction={direction} />
        <Acts of={of} direction={direction} />
      </div>
    </section>
  )
}

function Acts({ of, direction }: Omit<Props, 'labels'>): ReactNode {
  const { words, language } = useSaid()
  const { lens } = useAddress()
  const passport = passportOf(of, language)
  const json = `/trace?${traceQuery({ of, direction, lens })}`
  return (
    <>
      <To className="act" to={pageAt('recalls', { open: 'new', suspects: of })}>
        <Icon of="recall" size={16} /> {words.trace.recallThis}
      </To>
      <To className="act" to={pageAt('sellable', { of })}>
        <Icon of="sellable" size={16} /> {words.trace.sellableThis}
      </To>
      {passport !== undefined && (
        <a className="act passport" href={passport} target="_blank" rel="noreferrer">
          <Icon of="out" size={16} /> {words.passport}
        </a>
      )}
      <a className="act" href={json} download="trace.json">
        <Icon of="file" size={16} /> {words.trace.exportJson}
      </a>
    </>
  )
}

function Turn({ direction }: Pick<Props, 'direction'>): ReactNode {
  const { words } = useSaid()
  const address = useAddress()
  return (
    <Segmented<Direction>
      aria-label={words.directionName}
      value={direction}
      onChange={(turned) => go({ ...closed(address), direction: turned })}
      options={[
        { value: 'backward', label: words.backward, icon: <Icon of="up" size={14} /> },
        { value: 'forward', label: words.forward, icon: <Icon of="down" size={14} /> },
      ]}
    />
  )
}
