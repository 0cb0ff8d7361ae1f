import type { Factor } from '@suyuan/core/cause/factor'
import type { Cause } from '@suyuan/core/cause/rank'
import type { CauseAnswer } from '../cause/gather.ts'
import { idsOf } from './ids.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan cause --bad FILE|IDS [--good FILE|IDS] [--limit 20] [--seed 1]

  What the bad share and the good do not, the likeliest first: lots, tanker trips, lines, hours, silos,
  suppliers, containers, shops. Identifiers in any spelling, with commas between, or files of them, one a
  line; --bad and --good as often as needed. Without --good a control sample is drawn from the log by the seed.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

const OPTIONS = {
  ...TARGET,
  bad: { type: 'string', multiple: true },
  good: { type: 'string', multiple: true },
  limit: { type: 'string' },
  seed: { type: 'string' },
} as const

/** `suyuan cause` */
export const cause: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length > 0) throw new Misused(`${positionals[0]}: give it with --bad or --good`)
  const bad = idsOf(values.bad ?? [])
  if (bad.length === 0) throw new Misused('name the bad ones: suyuan cause --bad FILE|IDS')
  const question = {
    bad,
    ...(values.good !== undefined && { good: idsOf(values.good) }),
    ...(values.limit !== undefined && { limit: numberIn('limit', values.limit) }),
    ...(values.seed !== undefined && { seed: numberIn('seed', values.seed) }),
  }
  await using target = await targetOf(values, terminal)
  const answer = await target.ask('/common-cause', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  })
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'cause')
    return 1
  }
  const told = (await answer.json()) as CauseAnswer
  terminal.out(values.json === true ? `${JSON.stringify(told)}\n` : shown(told))
  return 0
}

function numberIn(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Misused(`--${name} ${text}: a whole number`)
}

function shown({ bad, good, unseen, control, tried, found, causes }: CauseAnswer): string {
  const drawn = control === undefined ? '' : `, drawn from the log (seed ${control.seed})`
  return [
    `${bad} bad, ${good} good${drawn}; ${tried} sets tried, ${found} likelier among the bad`,
    ...causes.map(lineOf),
    ...unseen.map((id) => `never seen: ${id}`),
    '',
  ].join('\n')
}

function lineOf({ rank, factor, alikeCount, bad, good, pAdjusted, signs }: Cause): string {
  const alike = alikeCount === 0 ? '' : `  (and ${alikeCount} that the same ones have)`
  const [sign] = signs.filter(({ id }) => id === factor.id)
  return `${String(rank).padStart(3)}  bad ${bad.count}/${bad.of}  good ${good.count}/${good.of}  p ${pAdjusted.toExponential(1)}  ${named(factor)}${sign === undefined ? '' : `  ${sign.sign}`}${alike}`
}

const named = ({ kind, id, at }: Factor): string =>
  `${kind} ${id}${at === undefined ? '' : ` at ${at}`}`
