import type { Form } from '../http/form.ts'
import type { ScheduleField } from '@suyuan/core/query/schedule'
import type { Viewer } from '../store/viewer.ts'

/** When a subscriber is told, as it was asked for (EPCIS 2.0 §8.2.5.3). */
export type Controls = {
  /** As each event comes; else by a schedule. */
  readonly stream?: true
  readonly schedule?: Readonly<Partial<Record<ScheduleField, string>>>
  /** A run of a schedule that finds nothing is told too. */
  readonly reportIfEmpty: boolean
  /** Only events recorded from then on; undefined: those that come after the subscription. */
  readonly initialRecordTime?: string
}

/** Who is told of what, and how. */
export type Subscription = {
  readonly id: string
  readonly queryName: string
  /** The question as its JSON text: `{"query", "@context"?}`. */
  readonly body: string
  readonly dest: string
  /** The key of its signatures: never told, never logged. */
  readonly token?: string
  readonly controls: Controls
  readonly form: Form
  /** Microseconds since 1970. */
  readonly createdAt: number
  /** As whom is read what is told. */
  readonly viewer: Viewer
}

/** What is being told: all that stands between what was told before and where the log ended when this began. */
export type Run = {
  /** Messages are named after it. */
  readonly id: string
  /** Microseconds since 1970: when it began. */
  readonly at: number
  readonly upTo: number
  /** Messages before the one that is sent now. */
  readonly messages: number
  readonly events: number
  /** Where the message before ended. */
  readonly place?: unknown
}

/** How far a subscriber has been told. */
export type Told = {
  readonly position: number
  /** Microseconds since 1970: events from before then are told already. */
  readonly minRecordTime: number
  /** When the receiver last took something. */
  readonly notifiedAt: number | null
  /** When a schedule runs next. */
  readonly nextRun: number | null
  readonly run: Run | null
  /** Events sent at once. */
  readonly batch: number
  /** Of the message that is being sent; and why it was not taken. */
  readonly failures: number
  readonly failure: string | null
  readonly retryAt: number
}

/** A message has at most so many events; a receiver that answers 413 gets fewer. */
export const BATCH = 200

/** The name of a message: the same each time it is sent, as long as its content is. */
export const messageId = (run: Run): string => `${run.id}.${run.messages + 1}`
