import type { ReactNode } from 'react'
import type { Direction, Labels, Thing } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { codeOf } from '../../identifier.ts'
import { manyOf, percent, shortName, titleOfMany } from '../../naming.ts'
import { go, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { counted, type Words } from '../../words.ts'
import type { PlacedBox } from './place.ts'
import type { Node } from './view.ts'

type Props = {
  readonly box: PlacedBox
  readonly size: { readonly width: number; readonly height: number }
  readonly direction: Direction
  readonly labels: Labels
  readonly look: { readonly lit: boolean; readonly chosen: boolean }
  readonly onOver: (key: string | undefined) => void
}

/** One thing, or many of one sort, in the picture. */
export function Box({
  box: { node, x, y },
  size,
  direction,
  labels,
  look,
  onOver,
}: Props): ReactNode {
  const said = useSaid()
  const address = useAddress()
  const name = titleOfMany(node.things, labels, said)
  const gaps = node.gaps.length
  return (
    <button
      type="button"
      className={looksOf(node, look).join(' ')}
      style={{ left: x - size.width / 2, top: y, width: size.width, height: size.height }}
      title={name}
      aria-label={toldOf(node, name, said.words)}
      aria-pressed={look.chosen}
      data-stage={node.stage ?? node.kind}
      onClick={() => go({ ...address, node: node.key })}
      onMouseEnter={() => onOver(node.key)}
      onMouseLeave={() => onOver(undefined)}
      onFocus={() => onOver(node.key)}
      onBlur={() => onOver(undefined)}
    >
      <Icon of={node.stage ?? node.kind} />
      <span className="name">{shortName(name)}</span>
      <Sub node={node} direction={direction} />
      {gaps > 0 && <i className="mark gap">{gaps > 1 ? counted(gaps) : '!'}</i>}
    </button>
  )
}

/** Its code, or how many they are; the share, or how many are only possible. */
function Sub(props: { readonly node: Node; readonly direction: Direction }): ReactNode {
  const { words } = useSaid()
  const { node, direction } = props
  const some = node.possible > 0 && node.possible < node.things.length
  const share = shareOf(node.things, direction)
  return (
    <span className="sub">
      <span>{countOf(node, words)}</span>
      {share !== undefined && <b title={words.shareWhy}>{share}</b>}
      {some && <i className="mark possible">{counted(node.possible)}</i>}
    </span>
  )
}

/** Origins of one thing add up, where the share of each is known; what many things hold of one origin is a range. */
function shareOf(things: readonly Thing[], direction: Direction): string | undefined {
  const shares = things.flatMap(({ share }) => share ?? [])
  if (shares.length === 0 || shares.length < things.length) return undefined
  if (direction === 'backward') return percent(shares.reduce((sum, one) => sum + one, 0))
  const ends = shares.reduce(
    ([least, most], one) => [Math.min(least, one), Math.max(most, one)] as const,
    [1, 0] as readonly [number, number],
  )
  const [least, most] = ends.map(percent)
  return least === most ? least : `${least} – ${most}`
}

function countOf(node: Node, words: Words): string {
  return node.things.length === 1 ? codeOf(node.key) : manyOf(node.things.length, node.kind, words)
}

function toldOf(node: Node, name: string, words: Words): string {
  const { possible, things, gaps } = node
  const marks = [
    possible === things.length ? words.possible : '',
    possible > 0 && possible < things.length ? words.summaryPossible(counted(possible)) : '',
    gaps.length > 0 ? words.incomplete(counted(gaps.length)) : '',
  ]
  return [name, countOf(node, words), ...marks].filter((mark) => mark !== '').join(', ')
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
