import type { Engine } from '../db/engine.ts'
import type { Subscribing } from '../subscribe/subscribing.ts'

export type SoapRoom = Pick<Subscribing, 'guard' | 'zone' | 'began' | 'ended'> & {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  /** Hears of our own faults. */
  readonly log: (fault: unknown) => void
}
