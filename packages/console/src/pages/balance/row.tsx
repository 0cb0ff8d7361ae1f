import type { ReactNode } from 'react'
import type { Labels } from '../../answers.ts'
import type { BalanceRow, Sum } from '../../api-balance.ts'
import { called } from '../../naming.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { quantity, stepWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { timeAt } from '../thing/view.ts'
import { barsOf, rankOf, type Piece } from './bars.ts'

type Props = { readonly row: BalanceRow; readonly labels: Labels }

/** One balance, drawn: what went in above what came of it, to one scale. */
export function Row({ row, labels }: Props): ReactNode {
  const bars = barsOf(row)
  return (
    <li className={rankOf(row) === 0 ? 'bad' : ''}>
      <header>
        <Name row={row} labels={labels} />
        <Judged row={row} />
      </header>
      {bars.most > 0 && (
        <div className="drawn">
          <Bar pieces={bars.ins} most={bars.most} side="in" />
          <Bar pieces={bars.outs} most={bars.most} side="out" />
        </div>
      )}
      <Amounts row={row} />
      {row.lines !== undefined && row.lines.length > 0 && <Lines row={row} labels={labels} />}
    </li>
  )
}

function Name({ row, labels }: Props): ReactNode {
  const said = useSaid()
  const { words, language } = said
  const place = row.line ?? row.supplier
  const title =
    row.day ?? (place === undefined ? words.balance.unnamed : called(place, labels, said))
  const steps = (row.bizSteps ?? []).map((bizStep) => stepWord({ bizStep }, language))
  const when = row.of === undefined ? [] : [timeAt(row.from, undefined)]
  const about = [
    ...when,
    ...steps,
    ...(row.transformations === undefined
      ? []
      : [words.balance.many(counted(row.transformations))]),
    ...(row.lots === undefined ? [] : [words.balance.lots(counted(row.lots))]),
  ]
  return (
    <div>
      <strong>{title}</strong>
      <small>{about.join(' · ')}</small>
    </div>
  )
}

function Judged({ row }: Pick<Props, 'row'>): ReactNode {
  const { words } = useSaid()
  const said = words.balance
  const { verdict, unbalanced = 0, beyond = 0, notJudged = 0, notWeighed = 0 } = row
  const tags = [
    ...(unbalanced > 0 ? [['bad', said.bad(counted(unbalanced))]] : []),
    ...(beyond > 0 ? [['bad', said.beyond(counted(beyond))]] : []),
    ...(notJudged > 0 ? [['', said.notJudged(counted(notJudged))]] : []),
    ...(notWeighed > 0 ? [['', said.notWeighed(counted(notWeighed))]] : []),
    ...(verdict === undefined ? [] : [[LOOKS[verdict], said.verdicts[verdict]]]),
  ]
  return (
    <p className="judged">
      {tags.map(([look, text]) => (
        <span key={text} className={`tag ${look}`}>
          {text}
        </span>
      ))}
    </p>
  )
}

const LOOKS = { balanced: 'good', unbalanced: 'bad', 'not-judged': '' } as const

type BarProps = {
  readonly pieces: readonly Piece[]
  readonly most: number
  readonly side: 'in' | 'out'
}

function Bar({ pieces, most, side }: BarProps): ReactNode {
  const { words } = useSaid()
  return (
    <p className={side}>
      {pieces.map(({ figure, sum }) => (
        <i
          key={figure}
          className={figure}
          style={{ width: `${(100 * sum.value) / most}%` }}
          title={`${words.balance.figures[figure]} ${quantity(sum.value, sum.uom)}`}
        />
      ))}
    </p>
  )
}

const TOLD = [
  'in',
  'made',
  'out',
  'used',
  'sold',
  'loss',
  'rework',
  'sample',
  'left',
  'difference',
] as const

/** Every figure with its colour: what is not known whole is “at least”, never zero. */
function Amounts({ row }: Pick<Props, 'row'>): ReactNode {
  const { words } = useSaid()
  const said = words.balance
  const shown = TOLD.filter((figure) => {
    const sum: Sum | undefined = row[figure]
    return sum !== undefined && (sum.value !== 0 || sum.atLeast === true || figure === 'difference')
  })
  const { loss, gain } = row.tolerance ?? {}
  const amount = (sum: Sum | undefined): string => quantity(sum?.value ?? 0, sum?.uom)
  return (
    <p className="amounts">
      {shown.map((figure) => {
        const sum = row[figure]
        return (
          <span key={figure} className={figure}>
            <i /> {said.figures[figure]} {sum?.atLeast === true && `${said.atLeast} `}
            <b>{amount(sum)}</b>
          </span>
        )
      })}
      {(loss !== undefined || gain !== undefined) && (
        <small>{said.allowed(amount(loss), amount(gain))}</small>
      )}
    </p>
  )
}

const LINES = 12

function Lines({ row, labels }: Props): ReactNode {
  const said = useSaid()
  const { lines = [] } = row
  return (
    <details>
      <summary>{said.words.details}</summary>
      <ul>
        {lines.slice(0, LINES).map(({ side, id, counts, amount }) => (
          <li key={`${side} ${counts} ${id}`}>
            <span>{side === 'in' ? said.words.inputs : said.words.outputs}</span>
            <To to={{ of: id, direction: side === 'in' ? 'backward' : 'forward' }}>
              {called(id, labels, said)}
            </To>
            <b>{amount === undefined ? '—' : quantity(amount.value, amount.uom)}</b>
          </li>
        ))}
        {lines.length > LINES && <li>{said.words.andMore(counted(lines.length - LINES))}</li>}
      </ul>
    </details>
  )
}
