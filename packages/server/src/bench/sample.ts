import { epcsOf } from '@suyuan/core/event/epcs'
import type { EpcisEvent } from '@suyuan/core/event/event'

/** How many events of a document name an EPC. */
export type Mention = readonly [epc: string, events: number]

/** Tins that are watched in a chain of any size. */
const WATCHED = 20_000

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** A serial begins with one of 16 characters, then one of 32 (chain/random.ts). */
const BEGINNINGS = 512

/** Finds the tins to watch in a document, by how their serials begin: some 20,000 of a chain, everywhere in it. */
export function mentionsIn(tins: number): (document: string) => readonly Mention[] {
  const share = Math.min(1, WATCHED / tins)
  const beginnings = Array.from({ length: Math.ceil(share * BEGINNINGS) }, (_, i) => {
    const at = Math.floor(i / share)
    return ALPHABET.charAt((at >> 5) & 15) + ALPHABET.charAt(at & 31)
  })
  const any = share === 1 ? '' : `(?:${beginnings.join('|')})`
  const watched = new RegExp(`"(https://id\\.gs1\\.org/01/\\d{14}/21/${any}[^"]*)"`, 'g')
  return (document) => {
    const counts = new Map<string, number>()
    // the chain writes an event a line
    let end = -1
    for (const found of document.matchAll(watched)) {
      if (found.index < end) continue
      const start = document.lastIndexOf('\n', found.index) + 1
      end = document.indexOf('\n', found.index)
      const line = document.slice(start, end).replace(/,$/, '')
      for (const epc of watchedIn(line, watched)) counts.set(epc, (counts.get(epc) ?? 0) + 1)
    }
    return [...counts]
  }
}

function watchedIn(line: string, watched: RegExp): ReadonlySet<string> {
  const form = new RegExp(watched.source)
  const named = epcsOf(JSON.parse(line) as EpcisEvent).map(({ id }) => id)
  return new Set(named.filter((id) => form.test(`"${id}"`)))
}

/** An EPC, how many events about it were sent and acknowledged, and whether an answer about it was read. */
export type Watched = { readonly epc: string; sent: number; kept: number; read: boolean }

/** All watched EPCs. */
export class Sample {
  readonly #byEpc = new Map<string, Watched>()
  readonly #askable: Watched[] = []

  sent(mentions: readonly Mention[]): void {
    for (const [epc, events] of mentions) {
      const watched = this.#byEpc.get(epc) ?? { epc, sent: 0, kept: 0, read: false }
      watched.sent += events
      this.#byEpc.set(epc, watched)
    }
  }

  /** Refused: they are not to be found. */
  takenBack(mentions: readonly Mention[]): void {
    for (const [epc, events] of mentions) {
      const watched = this.#byEpc.get(epc)
      if (watched !== undefined) watched.sent -= events
    }
  }

  kept(mentions: readonly Mention[]): void {
    for (const [epc, events] of mentions) {
      const watched = this.#byEpc.get(epc)
      if (watched === undefined) continue
      if (watched.kept === 0) this.#askable.push(watched)
      watched.kept += events
    }
  }

  /** EPCs with acknowledged events. */
  get size(): number {
    return this.#askable.length
  }

  /** One of them, by a number in [0, 1). */
  pick(random: number): Watched | undefined {
    return this.#askable[Math.floor(random * this.#askable.length)]
  }
}
