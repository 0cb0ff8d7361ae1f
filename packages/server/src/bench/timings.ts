/** Of durations in milliseconds. */
export type Latency = {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Durations by number; a long run has millions. */
export class Timings {
  #values = new Float64Array(1024)
  count = 0

  add(milliseconds: number): void {
    if (this.count === this.#values.length) {
      const more = new Float64Array(this.count * 2)
      more.set(this.#values)
      this.#values = more
    }
    this.#values[this.count++] = milliseconds
  }

  summary(): Latency {
    const sorted = this.#values.slice(0, this.count).sort()
    const at = (share: number): number => sorted[Math.ceil(share * this.count) - 1] ?? 0
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
  }
}

/** What went wrong: how often, and the first few that differ, each with what it was about. */
export class Faults {
  readonly #samples = new Map<string, string>()
  count = 0

  add(says: string, about?: string): void {
    this.count += 1
    if (this.#samples.size >= 3 || this.#samples.has(says)) return
    this.#samples.set(says, about === undefined ? says : `${about}: ${says}`)
  }

  samples(): readonly string[] {
    return [...this.#samples.values()]
  }
}
