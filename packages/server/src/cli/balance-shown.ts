import type { ShownSum } from '../balance/answer.ts'

type Told = { readonly [name: string]: unknown; readonly because?: string; readonly line?: string }

const UNITS: Readonly<Record<string, string>> = { KGM: 'kg', MTQ: 'm³', H87: 'pieces' }

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3, useGrouping: false })

function amount(given: unknown): string {
  if (given === undefined) return 'not known'
  const { value, uom, atLeast } = given as ShownSum
  return `${atLeast === true ? 'at least ' : ''}${number.format(value)} ${UNITS[uom] ?? uom}`
}

const row = (name: string, said: string): string => `  ${name.padEnd(12)} ${said}`

const figures = (told: object, names: readonly string[]): readonly string[] =>
  names.filter((name) => name in told).map((name) => row(name, amount((told as Told)[name])))

export function showTransformation(told: object): string {
  const of = told as Told
  const tolerance = of['tolerance'] as Told | undefined
  const yielded = of['yield'] as
    | { readonly value: number; readonly expected?: Told; readonly within?: boolean }
    | undefined
  const unknown = (of['unknown'] as readonly Told[] | undefined) ?? []
  const outside = yielded?.within === false ? ', outside of what is expected' : ''
  return [
    `${String(of['of'])}`,
    row('ended', String(of['to'])),
    ...(of.line === undefined ? [] : [row('line', of.line)]),
    ...figures(of, ['in', 'out', 'loss', 'rework', 'sample']),
    row('missing', amount(of['difference'])),
    ...(yielded === undefined ? [] : [row('yield', `${yielded.value}${outside}`)]),
    ...(tolerance === undefined
      ? []
      : [row('tolerance', `${String(tolerance['id'])}: ${allowed(tolerance)}`)]),
    ...unknown.map(({ id, side, why }) =>
      row('not known', `${String(side)} ${String(id)} (${String(why)})`),
    ),
    verdictOf(of),
    '',
  ].join('\n')
}

function allowed(tolerance: Told): string {
  const parts = [
    ...('loss' in tolerance ? [`${amount(tolerance['loss'])} missing`] : []),
    ...('gain' in tolerance ? [`${amount(tolerance['gain'])} too much`] : []),
  ]
  return parts.join(', ')
}

const verdictOf = ({ verdict, because }: Told): string =>
  `${String(verdict)}${because === undefined ? '' : ` (${because})`}`

type Beyond = { readonly what: string; readonly holder?: string; readonly by: ShownSum }

export function showLot(told: object): string {
  const of = told as Told
  const beyond = (of['beyond'] as readonly Beyond[] | undefined) ?? []
  const items = of['items'] as { readonly examples: readonly string[] } | undefined
  return [
    String(of['of']),
    ...figures(of, ['made', 'used', 'sold', 'loss', 'sample', 'rework']),
    row('left', amount(of['left'])),
    ...beyond.map(({ what, holder, by }) =>
      row('beyond', `${what} by ${amount(by)}${holder === undefined ? '' : ` at ${holder}`}`),
    ),
    ...(items?.examples ?? []).map((item) => row('as', item)),
    verdictOf(of),
    '',
  ].join('\n')
}

/** A line each: missing, what went in, verdict. */
export function showTransformations(rows: readonly object[]): string {
  const lines = (rows as readonly Told[]).map(
    (told) =>
      `${String(told['to'])}  ${String(told['verdict']).padEnd(10)}  missing ${amount(told['difference']).padEnd(14)} of ${amount(told['in']).padEnd(14)} ${String(told['of'])}\n`,
  )
  return lines.join('')
}

const NAMES = [
  'in',
  'out',
  'through',
  'made',
  'received',
  'used',
  'sold',
  'loss',
  'rework',
  'sample',
  'difference',
  'left',
]

type GroupRow = {
  readonly transformations?: number
  readonly unbalanced?: number
  readonly lots?: number
  readonly beyond?: number
  readonly notJudged: number
  readonly notWeighed: number
  readonly line?: string
  readonly day?: string
  readonly supplier?: string
}

export function showGroups(rows: readonly object[]): string {
  const lines = (rows as readonly GroupRow[]).map((told) => {
    const { transformations, unbalanced = 0, lots = 0, beyond = 0, notJudged, notWeighed } = told
    const judged =
      transformations === undefined
        ? `${lots} lots, ${beyond} beyond what was made`
        : `${transformations} transformations, ${unbalanced} unbalanced`
    const name = told.line ?? told.day ?? told.supplier ?? 'no line'
    const count = `${judged}, ${notJudged} not judged, ${notWeighed} not weighed`
    return [`${name}  (${count})`, ...figures(told, NAMES), ''].join('\n')
  })
  return lines.join('')
}
