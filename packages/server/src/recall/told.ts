import { isoOf, microsOf } from '@suyuan/core/event/micros'
import type {
  CountTold,
  HolderCount,
  HolderEffectiveness,
  Notice,
  RecallCase,
  Step,
  Version,
} from '@suyuan/core/recall/case'
import { deadlinesOf, type ClockFacts } from '@suyuan/core/recall/deadlines'
import { effectivenessOf, summed, together, type Evidence } from '@suyuan/core/recall/effectiveness'
import { rulesOn, type DeadlineKind, type Level } from '@suyuan/core/recall/rules'
import { stateAfter } from '@suyuan/core/recall/steps'
import type { Kept, KeptStep } from './kept.ts'
import type { KeptVersion } from './versions.ts'

/** A notice as it went out, kept in its step; its number is its place among all of the case. */
export type Issued = Omit<Notice, 'notice' | 'issuedAt' | 'by' | 'acknowledged'>

/** Every notice of a case, with how it was acknowledged. */
export function noticesOf(kept: Kept): readonly Notice[] {
  const issued = stepsOf(kept, 'noticed').flatMap((step) =>
    (step.body['notices'] as unknown as readonly Issued[]).map((one) => ({ step, one })),
  )
  const acknowledged = new Map(
    stepsOf(kept, 'acknowledged').map(({ body, at, by }) => {
      const { notice, evidence } = body as { notice: number; evidence?: Evidence }
      return [notice, { at: isoOf(at), by, ...(evidence && { evidence }) }] as const
    }),
  )
  return issued.map(({ step, one }, i) => {
    const ack = acknowledged.get(i + 1)
    return {
      notice: i + 1,
      ...one,
      issuedAt: isoOf(step.at),
      by: step.by,
      ...(ack && { acknowledged: ack }),
    }
  })
}

/** The last notice to each holder. */
export function latestNotices(kept: Kept): ReadonlyMap<string, Notice> {
  return new Map(noticesOf(kept).map((one) => [one.holder, one]))
}

/** Everything that holders told. */
export function countsOf(kept: Kept): readonly CountTold[] {
  return stepsOf(kept, 'counted').map(({ number, body, at, by }) => ({
    ...(body as unknown as Omit<CountTold, 'number' | 'at' | 'by'>),
    number,
    at: isoOf(at),
    by,
  }))
}

const stepsOf = ({ steps }: Kept, kind: KeptStep['kind']): readonly KeptStep[] =>
  steps.filter((step) => step.kind === kind)

/** How much each holder got hold of: of what its notice says, or, not notified yet, of what is there now. */
export function effectivenessBy(
  kept: Kept,
  holders: readonly HolderCount[],
): readonly HolderEffectiveness[] {
  const notices = latestNotices(kept)
  const told = Map.groupBy(countsOf(kept), ({ holder }) => holder)
  const now = new Map(holders.map((one) => [one.holder, one]))
  return [...new Set([...notices.keys(), ...now.keys(), ...told.keys()])].map((holder) => {
    const notice = notices.get(holder)
    const one = notice ?? now.get(holder)
    return {
      holder,
      ...(one?.name && { name: one.name }),
      named: one?.named ?? false,
      ...effectivenessOf(one?.items ?? 0, summed(told.get(holder) ?? [])),
      notified: notice !== undefined,
      acknowledged: notice?.acknowledged !== undefined,
    }
  })
}

/** What a case is told from. */
export type Material = {
  readonly kept: Kept
  readonly versions: readonly KeptVersion[]
  readonly newest: KeptVersion
  readonly alarms: { readonly raised: number; readonly open: number }
  readonly now: number
}

/** A case as `GET /recalls/{id}` tells it. */
export function toldCase({ kept, versions, newest, alarms, now }: Material): RecallCase {
  const level = levelOf(kept)
  const rules = rulesOn(kept.knownAt)
  const facts = clockFacts(kept)
  const notices = [...latestNotices(kept).values()]
  const holders = effectivenessBy(kept, newest.holders)
  const first = versions[0] ?? newest
  const final = stepsOf(kept, 'closed').at(-1)?.body['final']
  const state = stateAfter(kept.steps.map(({ kind }) => kind))
  const { affected, whereabouts, upstream, gaps, complete } = newest
  return {
    id: String(kept.number),
    state,
    drill: kept.drill,
    reason: kept.reason,
    level,
    knownAt: isoOf(kept.knownAt),
    openedAt: isoOf(kept.openedAt),
    by: kept.by,
    ...(facts.announcedAt !== undefined && { announcedAt: isoOf(facts.announcedAt) }),
    ...(state === 'closed' && facts.closedAt !== undefined && { closedAt: isoOf(facts.closedAt) }),
    suspects: newest.suspects,
    version: newest.version,
    affected,
    whereabouts,
    holders: newest.holders,
    upstream,
    gaps,
    complete,
    timings: {
      tracedMs: first.tracedMs,
      totalMs: first.totalMs,
      knownToTracedMs: Math.round((first.madeAt - kept.knownAt) / 1000),
    },
    rules: { id: rules.id, zh: rules.zh, en: rules.en },
    deadlines: deadlinesOf(rules, facts, now),
    versions: toldVersions(versions),
    notices: {
      issued: notices.length,
      acknowledged: notices.filter((one) => one.acknowledged !== undefined).length,
    },
    effectiveness: { ...together(holders), holders },
    alarms,
    steps: kept.steps.map(toldStep),
    ...(state === 'closed' && final !== undefined && { final: final as RecallCase['final'] & {} }),
  }
}

/** A row a version: the first time that its set was found. */
export function toldVersions(versions: readonly KeptVersion[]): readonly Version[] {
  const firsts = versions.filter(({ version }, i) => versions[i - 1]?.version !== version)
  return firsts.map(
    ({ version, madeAt, because, position, affected, complete, tracedMs, difference }) => ({
      version,
      madeAt: isoOf(madeAt),
      because,
      position,
      affected,
      complete,
      tracedMs,
      ...(difference && { difference }),
    }),
  )
}

/** Notices are told by themselves, and what was final with the case. */
function toldStep({ number, kind, at, by, body }: KeptStep): Step {
  const { notices, final: _, ...told } = body
  const issued = Array.isArray(notices) ? { notices: notices.length } : {}
  return { number, kind, at: isoOf(at), by, told: { ...told, ...issued } }
}

/** As it was regraded last. */
export const levelOf = (kept: Kept): Level =>
  (stepsOf(kept, 'regraded').at(-1)?.body['level'] as Level | undefined) ?? kept.level

function clockFacts(kept: Kept): ClockFacts {
  const momentIn = (step: KeptStep | undefined, name: string): number | undefined =>
    step && (microsOf((step.body[name] ?? '') as string) ?? step.at)
  const announcedAt = momentIn(stepsOf(kept, 'announced')[0], 'at')
  const noticedAt = stepsOf(kept, 'noticed')[0]?.at
  const started = [announcedAt, noticedAt].flatMap((one) => one ?? [])
  const closedAt = stepsOf(kept, 'closed').at(-1)?.at
  const extended = Object.fromEntries(
    stepsOf(kept, 'extended').map((step) => [
      step.body['deadline'] as DeadlineKind,
      momentIn(step, 'until') ?? step.at,
    ]),
  )
  return {
    level: levelOf(kept),
    knownAt: kept.knownAt,
    ...(announcedAt !== undefined && { announcedAt }),
    ...(started.length > 0 && { startedAt: Math.min(...started) }),
    ...(closedAt !== undefined && { closedAt }),
    extended,
  }
}
