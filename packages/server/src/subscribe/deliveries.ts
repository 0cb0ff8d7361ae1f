import { randomUUID } from 'node:crypto'
import { Away } from '../db/engine.ts'
import { RETRIES } from './tell.ts'
import { tell, TIMEOUT, type Delivering } from './telling.ts'
import { letGo, whatIsDue, type Due } from './told.ts'

/** Milliseconds between two looks at the log, when nobody says that there is something new: as from another server. */
const LOOK = 1000

/** The same while nobody has subscribed. */
const LOOK_IDLE = 10_000

/** Subscribers told at one time. */
const AT_ONCE = 64

/** Milliseconds in which what is captured is gathered before subscribers are told. */
const GATHERED = 20

type UnderWay = {
  readonly queryName: string
  readonly done: Promise<void>
  readonly stop: AbortController
}

/**
 * Tells subscribers of new events, each at its own pace: one that hangs holds up no other. Of several servers on one
 * database each subscriber is told by one. What was told is noted when the receiver has taken it, so that whatever
 * happens each event is told at least once.
 */
export class Deliveries implements AsyncDisposable {
  readonly #how: Required<Delivering>
  readonly #holder = randomUUID()
  readonly #telling = new Map<string, UnderWay>()
  readonly #read = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #again = false
  #nobody = false
  #gathering: NodeJS.Timeout | undefined
  /** Milliseconds until something may be due. */
  #soonest = LOOK
  #stopped = false

  constructor(how: Delivering) {
    this.#how = { retries: RETRIES, timeout: TIMEOUT, ...how }
  }

  /** Begins; of the embedded engine this is the only server there can be. */
  async begin(): Promise<void> {
    await this.#how.engine.write(letGo, { holder: this.#holder, alone: true })
    this.nudge()
  }

  /** There may be something to tell: it is looked for at once. */
  nudge(): void {
    if (this.#stopped) return
    if (this.#looking !== undefined) this.#again = true
    else this.#looking = this.#look().finally(() => this.#looked())
  }

  /** Something was captured: where nobody has subscribed this costs nothing. */
  captured(): void {
    if (this.#nobody || this.#gathering !== undefined) return
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined
      this.nudge()
    }, GATHERED)
  }

  /** A subscription is over: what is under way for it is cut off. */
  ended(id: string): void {
    this.#read.delete(id)
    this.#telling.get(id)?.stop.abort()
  }

  /** A query is gone, and so its subscriptions. */
  gone(queryName: string): void {
    for (const [id, telling] of this.#telling) if (telling.queryName === queryName) this.ended(id)
  }

  /** Resolves when nothing is being told and nothing is due. */
  async settled(): Promise<void> {
    while (this.#looking !== undefined || this.#telling.size > 0) {
      await this.#looking
      await Promise.all([...this.#telling.values()].map(({ done }) => done))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    clearTimeout(this.#gathering)
    for (const { stop } of this.#telling.values()) stop.abort()
    await this.settled()
    const { engine, log } = this.#how
    await engine.write(letGo, { holder: this.#holder, alone: false }).catch(log)
  }

  #looked(): void {
    this.#looking = undefined
    if (this.#stopped) return
    if (this.#again) {
      this.#again = false
      this.nudge()
      return
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.nudge(), this.#soonest)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    const { engine, now, log } = this.#how
    try {
      const read = Object.fromEntries(this.#read)
      const asked = { holder: this.#holder, now: now(), read }
      const { end, due, soonest } = await engine.read(whatIsDue, asked)
      this.#nobody = soonest === null
      const wait = soonest === null ? LOOK_IDLE : (soonest - asked.now) / 1000
      this.#soonest = soonest === null ? LOOK_IDLE : Math.max(1, Math.min(LOOK, wait))
      for (const one of due) {
        if (this.#stopped || this.#telling.size >= AT_ONCE) break
        if (!this.#telling.has(one.subscription.id)) this.#start(one, end)
      }
    } catch (error) {
      log(error instanceof Away ? error.message : error)
    }
  }

  #start(due: Due, end: number): void {
    const { id, queryName } = due.subscription
    const stop = new AbortController()
    const telling = { how: this.#how, holder: this.#holder, due, end, signal: stop.signal }
    const done = tell(telling)
      .then((read) => {
        if (read !== undefined) this.#read.set(id, read)
        this.#telling.delete(id)
        // More may have come meanwhile. What was not taken has its time to be sent again.
        this.nudge()
      })
      .catch((error: unknown) => {
        this.#telling.delete(id)
        this.#how.log(error instanceof Away ? error.message : error)
      })
    this.#telling.set(id, { queryName, done, stop })
  }
}
