import type { Pages } from '../access/pages.ts'
import type { Engine } from '../db/engine.ts'

export type BalanceRoom = {
  readonly engine: Engine
  readonly pages: Pages
  /** Microseconds since 1970. */
  readonly now: () => number
}
