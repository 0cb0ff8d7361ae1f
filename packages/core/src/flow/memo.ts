/** Something that can be worked out of a thing. */
export type What<T> = { readonly name: string; readonly of?: T }

/**
 * What was worked out of things, kept as long as nothing is learnt of them: a walk asks for the same many times, and where all
 * events are known so does the next question.
 */
export class Memo {
  readonly #kept = new Map<object, Map<number, unknown>>()
  /** How much is kept. */
  size = 0

  /** `what` is worked out, told by an object of its own. */
  of<T>(what: What<T>, thing: number, work: () => T): T {
    const known = this.#kept.get(what) as Map<number, T> | undefined
    const found = known?.get(thing)
    if (found !== undefined) return found
    const told = work()
    const kept = known ?? new Map<number, T>()
    if (known === undefined) this.#kept.set(what, kept)
    kept.set(thing, told)
    this.size++
    return told
  }
}
