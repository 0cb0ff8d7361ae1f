import type { Problem } from '@suyuan/core/problem'
import { isLost } from '../db/postgres-faults.ts'

/** Problems told of one rule; more are counted. */
const TOLD = 20

/** What a check found wrong, at most {@link TOLD} of each rule, and how many there were of each. */
export class Findings {
  readonly #told: Problem[] = []
  readonly #counts = new Map<string, number>()

  add(at: string, rule: string, says: string): void {
    const count = (this.#counts.get(rule) ?? 0) + 1
    this.#counts.set(rule, count)
    if (count <= TOLD) this.#told.push({ at, rule, says })
  }

  get told(): readonly Problem[] {
    return this.#told
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts)
  }

  get clean(): boolean {
    return this.#counts.size === 0
  }

  has(...rules: readonly string[]): boolean {
    return rules.some((rule) => this.#counts.has(rule))
  }

  /** Runs a part of the check; what breaks it is itself a finding, and the rest goes on, unless the database is gone. */
  async during(at: string, part: () => Promise<void> | void): Promise<boolean> {
    try {
      await part()
      return true
    } catch (error) {
      if (isLost(error)) throw error
      const says = error instanceof Error ? error.message : String(error)
      this.add(at, 'unreadable', `the ${at} cannot be read through: ${says}`)
      return false
    }
  }
}
