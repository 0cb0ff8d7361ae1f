import { isoOf } from '@suyuan/core/event/micros'
import type { Alarm } from '@suyuan/core/recall/case'
import type { Kept } from './kept.ts'

/** An event as the watch judges it. */
export type News = {
  readonly position: number
  readonly eventID: string
  readonly time: number
  readonly eventTime: string
  readonly recordTime: number
  readonly type: string
  readonly bizStep?: string
  readonly disposition?: string
  readonly place?: string
  readonly declares: boolean
  /** Whether it commissions or makes something. */
  readonly makes: boolean
  /** All it names, canonical, each once. */
  readonly things: readonly string[]
  /** What other events of the same transformation name. */
  readonly partners: readonly string[]
}

const SOLD: ReadonlySet<string> = new Set(['retail_selling', 'dispensing'])
const MOVED: ReadonlySet<string> = new Set([
  'shipping',
  'departing',
  'receiving',
  'arriving',
  'loading',
  'staging_outbound',
  'transporting',
  'unloading',
])
/** Of a recall itself: what is got hold of, and done away with. */
const HANDLED: ReadonlySet<string> = new Set([
  'holding',
  'destroying',
  'decommissioning',
  'inspecting',
])
const HANDLED_AS: ReadonlySet<string> = new Set([
  'recalled',
  'returned',
  'destroyed',
  'disposed',
  'non_sellable_other',
])

/** An alarm before it is kept. */
export type Raised = Omit<Alarm, 'alarm' | 'recall' | 'drill' | 'raisedAt' | 'acknowledged'>

/** Things named in an alarm. */
const NAMED = 100

/** An event since the trouble is known is told; one from before that only came late, and one of the recall itself, is not. */
export function alarmOf(kept: Kept, one: News, things: readonly string[]): Raised | undefined {
  if (one.declares || one.time < kept.knownAt) return undefined
  if (HANDLED.has(one.bizStep ?? '') || HANDLED_AS.has(one.disposition ?? '')) return undefined
  return {
    kind: kindOf(one),
    eventID: one.eventID,
    eventTime: one.eventTime,
    ...(one.bizStep !== undefined && { bizStep: one.bizStep }),
    ...(one.place !== undefined && { place: one.place }),
    things: things.slice(0, NAMED),
    count: things.length,
    capturedAt: isoOf(one.recordTime),
  }
}

function kindOf({ bizStep = '', type }: News): Alarm['kind'] {
  if (SOLD.has(bizStep)) return 'sold'
  if (MOVED.has(bizStep)) return 'moved'
  return type === 'TransformationEvent' ? 'used' : 'scanned'
}
