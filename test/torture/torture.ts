import { HARMS } from './harms.ts'
import { randomOf } from './random.ts'
import { harmOnce, type Round } from './rounds.ts'
import { embeddedStore, postgresStore, type Store } from './store.ts'

export type Plan = {
  readonly engine: Store['engine']
  /** Of {@link kindsOn}. */
  readonly kinds: readonly string[]
  /** How many rounds: the kinds in turn, so that each has its share. */
  readonly rounds: number
  readonly seed: number
  /** When it is aborted no further round begins. */
  readonly over?: AbortSignal
  /** The shim as a library, and where PostgreSQL is, as far as they are there. */
  readonly library?: string
  readonly native?: string
}

/** Rounds that one store goes through: what is there grows, and all of it is looked at after each. */
const ROUNDS_A_STORE = 6

/** The kinds of harm that can be done on an engine. */
export const kindsOn = (engine: Store['engine'], shim: boolean): readonly string[] =>
  Object.keys(HARMS).filter((kind) => {
    const harm = HARMS[kind]
    return harm?.engines.includes(engine) === true && (shim || harm.shim !== true)
  })

/** Does harm round after round; each is told when it is done. */
export async function torture(
  plan: Plan,
  told: (round: Round, number: number) => void,
): Promise<readonly Round[]> {
  const done: Round[] = []
  const random = randomOf(plan.seed)
  let store: Store | undefined
  try {
    for (let number = 1; goesOn(plan, number); number++) {
      const kind = plan.kinds[(number - 1) % plan.kinds.length] ?? ''
      const fresh = store === undefined || (number - 1) % ROUNDS_A_STORE === 0
      if (fresh) {
        await store?.[Symbol.asyncDispose]()
        store = await makeStore(plan)
      }
      if (store === undefined) break
      const sent = fresh ? [] : (done.at(-1)?.sent ?? [])
      const round = await harmOnce(store, kind, { number, random, sent }).catch((fault: unknown) =>
        failed(kind, plan.engine, fault),
      )
      done.push(round)
      told(round, number)
      if (isBad(round)) {
        await store[Symbol.asyncDispose]()
        store = undefined
      }
    }
  } finally {
    await store?.[Symbol.asyncDispose]()
  }
  return done
}

const goesOn = ({ rounds, over }: Plan, number: number): boolean =>
  number <= rounds && over?.aborted !== true

function makeStore({ engine, native, library }: Plan): Store | Promise<Store> {
  if (engine === 'embedded') return embeddedStore(library)
  if (native === undefined) throw new Error('there is no PostgreSQL here')
  return postgresStore(native, library)
}

function failed(kind: string, engine: Store['engine'], fault: unknown): Round {
  const says = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
  const none = { events: 0, acknowledged: 0, lost: 0, doubled: 0, recovered: 0, sent: [] }
  return { ...none, kind, engine, says: 'the round broke off', wrong: [says] }
}

export const isBad = ({ lost, doubled, wrong }: Round): boolean => lost + doubled + wrong.length > 0

/** A round as a line; what is wrong with it follows, line by line. */
export function lineOf(round: Round, number: number): string {
  const { kind, engine, acknowledged, lost, doubled, recovered, says, wrong } = round
  const line = `${String(number).padStart(4)} ${engine} ${kind}: ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, recovered in ${recovered.toFixed(0)} ms${says === '' ? '' : ` (${says})`}`
  const few = wrong.slice(0, 10).map((one) => `     ! ${one}`)
  return [
    line,
    ...few,
    ...(wrong.length > 10 ? [`     ! and ${wrong.length - 10} more`] : []),
  ].join('\n')
}

/** A row a kind: rounds, what was newly acknowledged, losses, doubles, all else, the longest recovery. */
export function tableOf(rounds: readonly Round[]): string {
  const kinds = [...new Set(rounds.map(({ engine, kind }) => `${engine} ${kind}`))]
  const rows = kinds.map((name) => {
    const of = rounds.filter(({ engine, kind }) => `${engine} ${kind}` === name)
    const sum = (count: (round: Round) => number): number => of.reduce((n, r) => n + count(r), 0)
    return [
      name,
      of.length,
      sum((round) => round.acknowledged),
      sum(({ lost }) => lost),
      sum(({ doubled }) => doubled),
      sum(({ wrong }) => wrong.length),
      `${Math.max(...of.map(({ recovered }) => recovered)).toFixed(0)} ms`,
    ].map(String)
  })
  const head = ['kind', 'rounds', 'looked for', 'lost', 'doubled', 'wrong', 'slowest recovery']
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
