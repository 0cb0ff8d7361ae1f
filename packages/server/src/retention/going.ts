import { goingIn } from './plan.ts'
import type { Settling } from './settling.ts'

/** Events of a step; parts that only go together are never torn, so it may be more. */
const STEP = 500

/** What is left to go of what was looked at, step by step. */
export class Going {
  readonly #lookedAt: ReadonlySet<number>
  readonly #gone = new Set<number>()
  #settling: Settling
  #waiting: readonly (readonly number[])[] = []
  #next = 0
  #known: Float64Array = new Float64Array()
  #ruleAt: ReadonlyMap<number, string> = new Map()

  constructor(settling: Settling) {
    this.#settling = settling
    this.#lookedAt = new Set(goingIn(settling).flat())
    this.settle(settling)
  }

  get settling(): Settling {
    return this.#settling
  }

  /** Keys that a new event must not name, rising, in memory that threads share. */
  get known(): Float64Array {
    return this.#known
  }

  /** How many events are left. */
  get left(): number {
    return this.#waiting.slice(this.#next).reduce((sum, { length }) => sum + length, 0)
  }

  /** Goes on with what a new settling lets go; what was not looked at stays. */
  settle(settling: Settling): void {
    this.#settling = settling
    this.#next = 0
    this.#waiting = goingIn(settling).filter((together) =>
      together.every((position) => this.#lookedAt.has(position) && !this.#gone.has(position)),
    )
    this.#known = knownIn(settling)
    this.#ruleAt = rulesIn(settling)
  }

  /** The rule that lets an event go. */
  ruleOf(position: number): string {
    return this.#ruleAt.get(position) ?? ''
  }

  /** The positions of the next step; none: all is done. */
  next(): readonly number[] {
    const step: number[] = []
    for (let at = this.#next; at < this.#waiting.length && step.length < STEP; at++) {
      step.push(...(this.#waiting[at] ?? []))
    }
    return step
  }

  /** Notes that this step is done, and how far the log was looked at in it. */
  done(step: readonly number[], seen: number): void {
    for (const position of step) this.#gone.add(position)
    for (let left = step.length; left > 0; this.#next++) {
      left -= this.#waiting[this.#next]?.length ?? left
    }
    this.#settling = { ...this.#settling, seen }
  }
}

/** The things whose time is over, and the names and transformations of what goes: only by them can something new change it. */
function knownIn({ graph, settled }: Settling): Float64Array<SharedArrayBuffer> {
  const { name, transformation } = graph.events
  const keys = new Set(graph.keysWhere(settled.over))
  for (const { rows, kept } of settled.fates) {
    if (kept !== undefined) continue
    for (const row of rows) {
      keys.add(name[row] ?? 0)
      keys.add(transformation[row] ?? 0)
    }
  }
  keys.delete(0)
  const bytes = new SharedArrayBuffer(keys.size * Float64Array.BYTES_PER_ELEMENT)
  const known = new Float64Array(bytes)
  known.set([...keys])
  return known.sort()
}

function rulesIn({ graph, settled, rules }: Settling): ReadonlyMap<number, string> {
  const { position, rule } = graph.events
  return new Map(
    settled.fates.flatMap(({ rows, kept }) =>
      kept === undefined
        ? rows.map((row) => [position[row] ?? 0, rules.list[rule[row] ?? -1]?.id ?? ''] as const)
        : [],
    ),
  )
}
