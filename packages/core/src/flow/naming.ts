/** Numbers for the names of things, from 1, as they come. */
export interface Naming {
  /** The number of a name; undefined when it has none. */
  numberOf(name: string): number | undefined
  /** Gives the next number to a name that has none. */
  add(name: string): number
  /** @throws Error when the name is not at hand. */
  nameOf(number: number): string
}

/** Names as texts, all at hand. */
export class Texts implements Naming {
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = ['']

  numberOf(name: string): number | undefined {
    return this.#numbers.get(name)
  }

  add(name: string): number {
    const number = this.#names.push(name) - 1
    this.#numbers.set(name, number)
    return number
  }

  nameOf(number: number): string {
    return this.#names[number] ?? ''
  }
}
