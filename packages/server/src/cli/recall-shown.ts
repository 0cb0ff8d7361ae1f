import type { Alarm, HolderRef, LotCount, Notice, RecallCase } from '@suyuan/core/recall/case'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const called = ({ holder, name }: Pick<HolderRef, 'holder' | 'name'>): string =>
  name === undefined ? holder : `${name.en ?? name.zh ?? ''} ${holder}`

/** A case for a person at a terminal. */
export function shownCase(one: RecallCase): string {
  const { affected, effectiveness, timings, upstream, alarms, notices } = one
  return [
    `${one.drill ? 'drill' : 'recall'} ${one.id}  level ${one.level}  ${one.state}  version ${one.version}: ${one.reason}`,
    `known ${one.knownAt}, traced in ${timings.tracedMs} ms, ${one.complete ? 'complete' : 'not complete'}`,
    ...one.suspects.map((suspect) =>
      'id' in suspect
        ? `suspect  ${suspect.id}${suspect.seen ? '' : '  (no event names it)'}`
        : `suspect  ${suspect.things} things of ${suspect.events} events  ${JSON.stringify(suspect.made)}`,
    ),
    `affected  ${affected.items} items (${affected.certain} for certain) of ${affected.lots} lots; ${affected.bulkLots} lots in bulk; from ${upstream.origins} origins`,
    ...one.holders.map(
      (holder) =>
        `  ${String(holder.items).padStart(9)}  ${called(holder)}${holder.inTransit > 0 ? `, ${holder.inTransit} on the way` : ''}`,
    ),
    ...one.deadlines.map(
      ({ kind, due, state, sure, certainty }) =>
        `${kind} by ${due}: ${state}${sure ? '' : ` (unsure, ${certainty}: check the law)`}`,
    ),
    `notices  ${notices.issued} holders notified, ${notices.acknowledged} acknowledged`,
    `found  ${percent(effectiveness.foundShare)}, returned or destroyed ${percent(effectiveness.settledShare)}, missing ${effectiveness.missing}`,
    `alarms  ${alarms.raised}, ${alarms.open} open`,
    ...one.gaps.map(({ kind, id }) => `gap  ${kind}  ${id}`),
    '',
  ].join('\n')
}

type Short = Pick<
  RecallCase,
  'id' | 'state' | 'drill' | 'level' | 'knownAt' | 'reason' | 'affected'
>

/** Cases, a line each. */
export function shownList({ recalls }: { readonly recalls: readonly Short[] }): string {
  return recalls
    .map(
      ({ id, state, drill, level, knownAt, reason, affected }) =>
        `${id.padStart(4)}  ${(drill ? 'drill' : 'recall').padEnd(6)}  ${state.padEnd(8)}  level ${level}  ${knownAt}  ${affected.items} items  ${reason}\n`,
    )
    .join('')
}

/** Lots, a line each. */
export function shownLot({ lots }: { readonly lots: readonly LotCount[] }): string {
  return lots.map(({ lot, items }) => `${String(items).padStart(9)}  ${lot ?? 'no lot'}\n`).join('')
}

/** Notices, a line each. */
export function shownNotice({ notices }: { readonly notices: readonly Notice[] }): string {
  return notices
    .map(
      (one) =>
        `${String(one.notice).padStart(4)}  ${one.items} items of ${one.lots.length} lots  ${called(one)}  ${one.acknowledged === undefined ? `issued ${one.issuedAt}` : `acknowledged ${one.acknowledged.at} by ${one.acknowledged.by}`}\n`,
    )
    .join('')
}

/** Alarms, a line each. */
export function shownAlarm({ alarms }: { readonly alarms: readonly Alarm[] }): string {
  return alarms
    .map(
      ({ alarm, recall, kind, things, count, place, eventTime, acknowledged }) =>
        `${String(alarm).padStart(4)}  case ${recall}  ${kind.padEnd(7)}  ${eventTime}  ${things[0] ?? ''}${count > 1 ? ` and ${count - 1} more` : ''}  ${place ?? ''}${acknowledged ? '  seen to' : ''}\n`,
    )
    .join('')
}
