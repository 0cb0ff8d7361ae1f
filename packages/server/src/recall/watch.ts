import { identify } from '@suyuan/core/id/identify'
import type { Version } from '@suyuan/core/recall/case'
import { placeIn } from '@suyuan/core/recall/difference'
import { THING, tokenOf } from '../store/token.ts'
import { keepJudged, nextNews, type Judged } from './alarms.ts'
import { heldOf, type Held } from './blocks.ts'
import { alarmOf, type News } from './raising.ts'
import { openCases, type Kept } from './kept.ts'
import { traceCase, type Hearing, type Tracing } from './tracing.ts'
import { isStale, newestOf, type KeptVersion } from './versions.ts'

/** Containers in containers are so deep at most. */
const DEEP = 6

/** Judges what is captured against the open cases, and keeps their versions true. */
export class Watch {
  readonly #room: Tracing
  readonly #log: (fault: unknown) => void
  readonly #sets = new Map<string, Held>()
  readonly #tracing = new Map<number, Promise<KeptVersion>>()
  #turn: Promise<void> = Promise.resolve()
  #waits = false
  readonly #raised = new Set<() => void>()

  constructor(room: Tracing, log: (fault: unknown) => void) {
    this.#room = room
    this.#log = log
  }

  /** Something was captured: it is judged as soon as what is being judged is done. */
  captured(): void {
    if (this.#waits) return
    this.#waits = true
    setImmediate(() => {
      this.#waits = false
      this.catchUp().catch((fault: unknown) => {
        // The server ends: what is left is judged when it begins again.
        if (!(fault instanceof Error && fault.message === 'the engine is closed')) this.#log(fault)
      })
    })
  }

  /** Resolves when all that was acknowledged before this was asked is judged, and every open case is traced with it. */
  catchUp(): Promise<void> {
    const turn = this.#turn.then(() => this.#judgeAll())
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Resolves when an alarm is raised by this server, or the time is over. */
  async alarmed(milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((done) => {
      const end = (): void => {
        clearTimeout(timer)
        this.#raised.delete(end)
        done()
      }
      const timer = setTimeout(end, milliseconds)
      this.#raised.add(end)
      signal.addEventListener('abort', end, { once: true })
    })
  }

  /** The newest version of a case, traced now if it never was. */
  async versionOf(kept: Kept, hear: Hearing = {}): Promise<KeptVersion> {
    return (await this.#room.engine.read(newestOf, kept.number)) ?? this.trace(kept, 'opened', hear)
  }

  /** Traces a case anew; who asks while that goes on gets the same, unless it can be cut off by another. */
  async trace(kept: Kept, because: Version['because'], hear: Hearing = {}): Promise<KeptVersion> {
    const running = this.#tracing.get(kept.number)
    if (running !== undefined) {
      try {
        return await running
      } catch (error) {
        // Whoever began it left: it is begun again for who still waits.
        if (hear.signal?.aborted === true) throw error
      }
    }
    const tracing = traceCase(this.#room, kept, because, hear)
    this.#tracing.set(kept.number, tracing)
    try {
      return await tracing
    } finally {
      if (this.#tracing.get(kept.number) === tracing) this.#tracing.delete(kept.number)
    }
  }

  /** The set of a version, in memory while its case is open. */
  async setOf(run: string): Promise<Held> {
    const known = this.#sets.get(run)
    if (known !== undefined) return known
    const held = await heldOf(this.#room.engine, run)
    this.#sets.set(run, held)
    return held
  }

  /** Of these things, canonical (a lot stands for all its items), which open cases (drills left out unless wanted) each is affected by. */
  async affecting(
    ids: readonly string[],
    { drills = false }: { readonly drills?: boolean } = {},
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.catchUp()
    const found = new Map<string, string[]>()
    for (const kept of await this.#room.engine.read(openCases, undefined)) {
      if (kept.drill && !drills) continue
      const { run, lots } = await this.versionOf(kept)
      const held = await this.setOf(run)
      const whole = new Set(lots.map(({ lot }) => lot))
      for (const id of ids) {
        if (!has(held, id) && !whole.has(id)) continue
        found.set(id, [...(found.get(id) ?? []), String(kept.number)])
      }
    }
    return found
  }

  async #judgeAll(): Promise<void> {
    const { engine } = this.#room
    const open = await engine.read(openCases, undefined)
    if (open.length === 0) {
      this.#sets.clear()
      return
    }
    for (;;) {
      const { from, news } = await engine.read(nextNews, undefined)
      const last = news.at(-1)
      if (last === undefined) break
      const judged: Judged[] = []
      for (const kept of open) judged.push(...(await this.#judge(kept, news)))
      await engine.write(keepJudged, { from, to: last.position, judged, now: this.#room.now() })
      if (judged.some(({ alarm }) => alarm !== undefined)) this.#ring()
    }
    const runs = new Set<string>()
    for (const kept of open) {
      let newest = await this.versionOf(kept)
      if (await engine.read(isStale, kept.number)) newest = await this.trace(kept, 'events')
      runs.add(newest.run)
    }
    for (const run of this.#sets.keys()) if (!runs.has(run)) this.#sets.delete(run)
  }

  #ring(): void {
    for (const end of this.#raised) end()
  }

  async #judge(kept: Kept, news: readonly News[]): Promise<readonly Judged[]> {
    const later = news.filter(({ position }) => position > kept.position)
    if (later.length === 0) return []
    const held = await this.setOf((await this.versionOf(kept)).run)
    const ours = new Set(kept.suspects.flatMap((one) => ('id' in one ? [one.id] : [])))
    const isAffected = (id: string): boolean => ours.has(id) || has(held, id)
    const selects = kept.suspects.some((one) => 'made' in one)
    const judged: Judged[] = []
    for (const one of later) {
      const things = one.things.filter(isAffected)
      if (things.length === 0) {
        for (const id of one.things.filter(mayHold)) {
          if (await this.#holds(id, one.time, held)) things.push(id)
        }
      }
      // What a selection would find now may have been made by any event that makes something.
      const touched = things.length > 0 || one.partners.some(isAffected) || (selects && one.makes)
      if (!touched) continue
      const alarm = things.length > 0 ? alarmOf(kept, one, things) : undefined
      judged.push({ recall: kept.number, position: one.position, ...(alarm && { alarm }) })
    }
    return judged
  }

  /** Whether an affected thing is in this container then. */
  async #holds(container: string, at: number, held: Held): Promise<boolean> {
    const { things } = await this.#room.reach({
      of: [container],
      direction: 'forward',
      at,
      depth: DEEP,
    })
    for await (const part of things) if (part.some(({ id }) => has(held, id))) return true
    return false
  }
}

function has(held: Held, id: string): boolean {
  return placeIn(held, tokenOf(THING, id)) >= 0
}

/** Cases, pallets, and whatever else is no piece of a product; lots may be put into those, but hold nothing. */
const mayHold = (id: string): boolean => {
  const { kind, scheme } = identify(id)
  return (kind === 'item' || kind === 'other') && scheme !== 'sgtin'
}
