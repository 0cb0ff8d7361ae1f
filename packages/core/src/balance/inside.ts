import { minus, plus, type Amount } from '../flow/amount.ts'
import type { FlowEvent } from '../flow/flow-event.ts'
import { larger, minus as less, plus as more, ZERO, type Decimal } from './decimal.ts'
import { measured } from './measure.ts'

/** How much of one lot is in which container, as its events are told in the order of time. */
export class Inside {
  readonly #lot: string
  /** Undefined: some, and how much is not known. */
  readonly #amounts = new Map<string, Amount | undefined>()
  readonly #parents = new Map<string, string>()
  readonly #children = new Map<string, Set<string>>()
  readonly #total = new Map<string, Decimal>()
  /** The most that was in containers at one time, by dimension. */
  readonly most: Map<string, Decimal> = new Map<string, Decimal>()

  constructor(lot: string) {
    this.#lot = lot
  }

  /** A packing or unpacking. */
  hear({ action, parent, children }: FlowEvent): void {
    if (parent === undefined) return
    if (action === 'DELETE' && children.length === 0) {
      this.#put(parent.id, undefined, false)
      for (const child of this.#children.get(parent.id) ?? []) this.#parents.delete(child)
      this.#children.delete(parent.id)
      return
    }
    for (const child of children) {
      if (child.id === this.#lot) this.#change(parent.id, child.amount, action)
      else if (child.kind === 'item') this.#move(child.id, parent.id, action)
    }
  }

  #change(parent: string, amount: Amount | undefined, action: FlowEvent['action']): void {
    const known = this.#amounts.has(parent)
    const before = this.#amounts.get(parent)
    if (action === 'DELETE') {
      const left = before && amount && minus(before, amount)
      if (amount === undefined || (left !== undefined && left.value <= 0))
        this.#put(parent, undefined, false)
      else if (known) this.#put(parent, left)
    } else if (!known) this.#put(parent, amount)
    else if (action === 'ADD') this.#put(parent, before && amount && plus(before, amount))
  }

  /** A moment is over: what was moved within it, from one container to another, was in both of them at no time. */
  pass(): void {
    for (const [dimension, sum] of this.#total)
      this.most.set(dimension, larger(sum, this.most.get(dimension) ?? ZERO))
  }

  #put(parent: string, amount: Amount | undefined, there = true): void {
    this.#weigh(this.#amounts.get(parent), less)
    if (there) this.#amounts.set(parent, amount)
    else this.#amounts.delete(parent)
    this.#weigh(amount, more)
  }

  #weigh(amount: Amount | undefined, how: typeof more): void {
    if (amount === undefined) return
    const { dimension, value } = measured(amount)
    this.#total.set(dimension, how(this.#total.get(dimension) ?? ZERO, value))
  }

  #move(child: string, parent: string, action: FlowEvent['action']): void {
    const before = this.#parents.get(child)
    if (action === 'DELETE' ? before !== parent : before === parent) return
    if (before !== undefined) this.#children.get(before)?.delete(child)
    this.#parents.delete(child)
    if (action === 'DELETE') return
    this.#parents.set(child, parent)
    const all = this.#children.get(parent) ?? new Set()
    this.#children.set(parent, all.add(child))
  }

  /** What of the lot is in a container, and in what is in it: an amount each, undefined where one is not known. */
  in(container: string): readonly (Amount | undefined)[] {
    const found: (Amount | undefined)[] = []
    const seen = new Set([container])
    // A loop of containers ends where it began.
    for (const one of seen) {
      if (this.#amounts.has(one)) found.push(this.#amounts.get(one))
      for (const child of this.#children.get(one) ?? []) seen.add(child)
    }
    return found
  }
}
