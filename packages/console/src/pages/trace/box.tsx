import type { ReactNode } from 'react'
import type { Labels, Trace } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { codeOf } from '../../identifier.ts'
import { manyOf, percent, shortName, titleOfMany } from '../../naming.ts'
import { go } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import type { PlacedBox } from './place.ts'
import type { Node } from './view.ts'

type Props = {
  readonly box: PlacedBox
  readonly size: { readonly width: number; readonly height: number }
  readonly trace: Trace
  readonly labels: Labels
  readonly look: { readonly lit: boolean; readonly chosen: boolean }
  readonly onOver: (key: string | undefined) => void
}

/** One thing, or many of one sort, in the picture. */
export function Box({ box: { node, x, y }, size, trace, labels, look, onOver }: Props): ReactNode {
  const said = useSaid()
  const { words } = said
  const [first] = node.things
  const name = titleOfMany(node.things, labels, said)
  const code =
    node.things.length === 1 ? codeOf(node.key) : manyOf(node.things.length, node.kind, words)
  const gaps = node.gaps.length
  const marks = [
    node.possible === node.things.length ? words.possible : '',
    gaps > 0 ? words.incomplete(counted(gaps)) : '',
  ].filter((mark) => mark !== '')
  return (
    <button
      type="button"
      className={looksOf(node, look).join(' ')}
      style={{ left: x - size.width / 2, top: y, width: size.width, height: size.height }}
      title={name}
      aria-label={[name, code, ...marks].join(', ')}
      aria-pressed={look.chosen}
      data-stage={node.stage ?? node.kind}
      onClick={() => go({ of: trace.of, direction: trace.direction, node: node.key }, 'next')}
      onMouseEnter={() => onOver(node.key)}
      onMouseLeave={() => onOver(undefined)}
      onFocus={() => onOver(node.key)}
      onBlur={() => onOver(undefined)}
    >
      <Icon of={node.stage ?? node.kind} />
      <span className="name">{shortName(name)}</span>
      <span className="sub">
        {code}
        {node.things.length === 1 && first?.share !== undefined && <b>{percent(first.share)}</b>}
      </span>
      {gaps > 0 && <i className="mark gap">{gaps > 1 ? counted(gaps) : '!'}</i>}
    </button>
  )
}

function looksOf(node: Node, look: Props['look']): readonly string[] {
  return [
    'box',
    node.things.length > 1 ? 'many' : '',
    node.start ? 'begins' : '',
    node.possible === node.things.length && !node.start ? 'possible' : '',
    look.lit ? 'lit' : '',
    look.chosen ? 'chosen' : '',
  ]
}
