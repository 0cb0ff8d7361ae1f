import { createHash } from 'node:crypto'
import { isoOf } from '@suyuan/core/event/micros'
import { REASONS, type Fate, type Kept } from '@suyuan/core/retention/settle'
import { namesAt } from './facts.ts'
import type { RetentionRoom, Settling } from './settling.ts'

/** Events that go, or stay, for the same reason. */
export type Alike = {
  readonly events: number
  /** The rule: of what goes the one that has run out longest, of what stays the one that runs. */
  readonly rule?: string
  readonly hold?: number
  readonly recall?: string
  /** When the first of them may go, where time alone decides. */
  readonly until?: string
  /** The name of one of them. */
  readonly example?: string
  /** The event that keeps that one, where it is another. */
  readonly because?: string
}

/** What an erasure would do now. */
export type Plan = {
  readonly asOf: string
  /** The version of the rules; 0: there are none. */
  readonly rules: number
  /** The last position looked at, and how many events. */
  readonly upTo: number
  readonly events: number
  readonly going: { readonly events: number; readonly byRule: readonly Alike[] }
  readonly kept: {
    readonly events: number
    readonly byReason: readonly (Alike & { readonly reason: string })[]
  }
  /** Of what goes, under which rules: whoever looked at it gives this to let exactly that go. */
  readonly digest: string
}

type Row = { -readonly [K in keyof Alike]: Alike[K] } & {
  reason: string
  earliest: number
  row: number
  other: number
}

/** What was settled, counted by rule and reason, with an example each. */
export async function planOf(room: RetentionRoom, settling: Settling): Promise<Plan> {
  const { graph, settled, rules, now, seen } = settling
  const going = new Map<string, Row>()
  const kept = new Map<string, Row>()
  for (const fate of settled.fates) {
    if (fate.kept !== undefined) count(kept, settling, fate, fate.kept)
    else for (const row of fate.rows) count(going, settling, { rows: [row] })
  }
  const rows = [...going.values(), ...kept.values()]
  const { position } = graph.events
  const names = await room.engine.read(
    namesAt,
    rows.flatMap(({ row, other }) => [position[row] ?? 0, position[other] ?? 0]),
  )
  const told = (one: Row): Alike & { reason: string } =>
    tell(one, (row) => names[position[row] ?? 0])
  const sum = (of: ReadonlyMap<string, Row>): number =>
    [...of.values()].reduce((all, { events }) => all + events, 0)
  return {
    asOf: isoOf(now),
    rules: rules.version,
    upTo: seen,
    events: position.length,
    going: {
      events: sum(going),
      byRule: [...going.values()].map((one) => {
        const { reason: _, ...rest } = told(one)
        return rest
      }),
    },
    kept: { events: sum(kept), byReason: inOrder(kept).map(told) },
    digest: digestOf(settling),
  }
}

function inOrder(kept: ReadonlyMap<string, Row>): readonly Row[] {
  const order: readonly string[] = REASONS
  return [...kept.values()].toSorted(
    (a, b) => order.indexOf(a.reason) - order.indexOf(b.reason) || b.events - a.events,
  )
}

function count(into: Map<string, Row>, settling: Settling, { rows }: Fate, kept?: Kept): void {
  const [row = 0] = rows
  const alike = alikeOf(settling, row, kept)
  const key = JSON.stringify(alike)
  const known = into.get(key)
  const earliest = Math.min(known?.earliest ?? Infinity, kept?.until ?? Infinity)
  if (known !== undefined) {
    known.events += rows.length
    known.earliest = earliest
  } else into.set(key, { ...alike, events: rows.length, earliest, row, other: kept?.because ?? -1 })
}

/** What an event is counted by. */
function alikeOf(
  { rules, holding, graph }: Settling,
  row: number,
  kept: Kept | undefined,
): Pick<Row, 'reason' | 'rule' | 'hold' | 'recall'> {
  if (kept?.hold !== undefined) {
    const by = holding.list[kept.hold] ?? {}
    return { reason: 'recall' in by ? 'recalled' : 'held', ...by }
  }
  const number = (kept === undefined ? graph.events.rule[row] : kept.rule) ?? -1
  const rule = rules.list[number]?.id
  return { reason: kept?.reason ?? '', ...(rule !== undefined && { rule }) }
}

function tell(
  { reason, earliest, row, other, ...alike }: Row,
  nameOf: (row: number) => string | undefined,
): Alike & { reason: string } {
  const example = nameOf(row)
  const because = nameOf(other)
  return {
    reason,
    ...alike,
    ...(earliest !== Infinity && { until: isoOf(earliest) }),
    ...(example !== undefined && { example }),
    ...(because !== undefined && other !== row && { because }),
  }
}

/** The positions that go, and the version of the rules, as one digest. */
export function digestOf({ rules, graph, settled }: Settling): string {
  const digest = createHash('sha256').update(`${rules.version}\n`)
  for (const position of goingIn({ graph, settled }).flat()) digest.update(`${position}\n`)
  return digest.digest('hex')
}

/** The positions of the events that go, those together that only go together. */
export function goingIn({
  graph,
  settled,
}: Pick<Settling, 'graph' | 'settled'>): readonly (readonly number[])[] {
  return settled.fates.flatMap(({ rows, kept }) =>
    kept === undefined ? [rows.map((row) => graph.events.position[row] ?? 0)] : [],
  )
}
