import { classOf } from '@suyuan/core/id/class-and-lot'
import type { Engine } from '../db/engine.ts'
import { describing, type Described } from './read.ts'

/** What master data says, asked once for each id. A few thousand products and places at most are in one chain. */
export class Names {
  readonly #engine: Engine
  readonly #language: 'zh' | 'en'
  readonly #known = new Map<string, Described>()

  constructor(engine: Engine, language: 'zh' | 'en') {
    this.#engine = engine
    this.#language = language
  }

  /** Makes known what is said of these, before they are told of. */
  async learn(ids: Iterable<string | undefined>): Promise<void> {
    const unknown = new Set<string>()
    for (const id of ids) if (id !== undefined && !this.#known.has(id)) unknown.add(id)
    if (unknown.size === 0) return
    const found = await this.#engine.read(describing, [...unknown])
    for (const id of unknown) this.#known.set(id, found.get(id) ?? {})
  }

  name(id: string | undefined): string | undefined {
    const name = id === undefined ? undefined : this.#known.get(id)?.name
    return this.#language === 'zh' ? (name?.zh ?? name?.en) : (name?.en ?? name?.zh)
  }

  content(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#known.get(id)?.content
  }

  /** Name, address and identifier of a place or party. */
  place(id: string | undefined): string | undefined {
    if (id === undefined) return undefined
    return [this.name(id), this.#known.get(id)?.address, id].filter(Boolean).join('; ')
  }
}

/** The product of an item or lot. */
export const productOf = (id: string): string | undefined => classOf(id)
