import type { Json } from '../event/event.ts'
import { step } from '../event/pointer.ts'
import { bad, good, type Parsed } from '../problem.ts'
import { locateFault } from './locate.ts'
import { placeOf, type Start } from './parse.ts'
import { ROOT, type Road } from './route.ts'
import * as scanning from './scan.ts'
import type { Scan } from './scan.ts'

type OnRoad = { readonly road: Road; readonly path: string; readonly seen: Set<string> }

/** Reads what is around the events: keeps its text, finds the way to the event list, hands out the `@context`. */
export class ShellReader {
  /** The text of the root's `@context` once it is whole. */
  context: string | undefined
  /** The pointer of the event list whose `[` was read last; the events follow. */
  list: string | undefined

  readonly #scan: Scan
  readonly #maxChars: number
  readonly #texts: string[] = []
  #chars = 0
  /** Where in the kept text the part after the events begins, and where that stands in the document. */
  #resumed: (Start & { readonly offset: number }) | undefined

  /** The objects open on the way to the events, outermost first. */
  readonly #road: OnRoad[] = []
  #wantsKey = false
  /** The member being read, of the innermost object on the road. */
  #key: string | undefined
  #keyText = ''
  #keyFrom = -1
  #contextText = ''
  #contextFrom = -1

  constructor(scan: Scan, maxChars: number) {
    this.#scan = scan
    this.#maxChars = maxChars
  }

  /** Reads on from `from`; gives the index where the events begin, or the chunk's length. */
  read(chunk: string, from: number): number {
    const scan = this.#scan
    let i = from
    while (i < chunk.length && this.list === undefined && !scan.stopped) {
      if (scan.inString) {
        i = scanning.skipString(scan, chunk, i)
        if (!scan.inString && this.#keyFrom >= 0) this.#endKey(chunk, i)
      } else this.#take(chunk, i++)
    }
    this.#keep(chunk, from, i)
    return i
  }

  /** The events have been read up to the `]` at `place`. */
  resume(place: Start): void {
    this.list = undefined
    this.#resumed = { ...place, offset: this.#chars }
  }

  /** The document without its events, or the first thing wrong with its text. */
  finish(): Parsed<Json> {
    const text = this.#texts.join('')
    try {
      return good(JSON.parse(text) as Json)
    } catch {
      const { offset, says } = locateFault(text) ?? { offset: 0, says: 'it cannot be read' }
      const { line, column } = this.#placeOf(text, offset)
      const rule = offset === text.length && text !== '' ? 'truncated' : 'not-json'
      return bad('', rule, `This is not JSON at line ${line}, column ${column}: ${says}.`)
    }
  }

  #placeOf(text: string, offset: number): Start {
    const resumed = this.#resumed
    if (resumed === undefined || offset < resumed.offset) return placeOf(text, offset)
    return placeOf(text.slice(resumed.offset), offset - resumed.offset, resumed)
  }

  get #onRoad(): OnRoad | undefined {
    return this.#scan.depth === this.#road.length ? this.#road.at(-1) : undefined
  }

  #take(chunk: string, i: number): void {
    switch (chunk.charCodeAt(i)) {
      case scanning.QUOTE:
        return this.#beginString(i)
      case scanning.COLON:
        return this.#beginValue(i)
      case scanning.COMMA:
        return this.#endMember(chunk, i)
      case scanning.OPEN_OBJECT:
      case scanning.OPEN_ARRAY:
        return this.#open(chunk.charCodeAt(i) === scanning.OPEN_OBJECT)
      case scanning.CLOSE_OBJECT:
      case scanning.CLOSE_ARRAY:
        return this.#close(chunk, i)
      case scanning.NEWLINE:
        return scanning.newline(this.#scan, i)
      default:
    }
  }

  #beginString(i: number): void {
    this.#scan.inString = true
    if (!this.#wantsKey || this.#onRoad === undefined) return
    this.#keyText = ''
    this.#keyFrom = i
  }

  /** A name may be written with escapes, so it is read as JSON; what cannot be read is named at the end. */
  #endKey(chunk: string, end: number): void {
    const text = this.#keyText + chunk.slice(this.#keyFrom, end)
    this.#keyFrom = -1
    try {
      this.#key = JSON.parse(text) as string
    } catch {
      this.#key = undefined
    }
  }

  #beginValue(i: number): void {
    const on = this.#onRoad
    if (on === undefined || this.#key === undefined || !this.#wantsKey) return
    this.#wantsKey = false
    if (on.seen.has(this.#key)) {
      const says = `“${this.#key}” stands here twice; only one can be meant.`
      const at = on.path + step(this.#key)
      return scanning.stop(this.#scan, { at, rule: 'duplicate-key', says })
    }
    on.seen.add(this.#key)
    if (this.#key === '@context' && this.#road.length === 1) this.#contextFrom = i + 1
  }

  #endMember(chunk: string, i: number): void {
    if (this.#onRoad === undefined) return
    this.#wantsKey = true
    this.#key = undefined
    if (this.#contextFrom < 0 || this.#road.length !== 1) return
    this.context = (this.#contextText + chunk.slice(this.#contextFrom, i)).trim()
    this.#contextFrom = -1
  }

  #open(isObject: boolean): void {
    const scan = this.#scan
    const on = this.#onRoad
    const key = this.#key ?? ''
    const next = on === undefined || this.#wantsKey ? undefined : on.road.get(key)
    const path = on === undefined ? '' : on.path + step(key)
    if (++scan.depth > scan.maxDepth) return scanning.tooDeep(scan, this.#path())
    if (next === 'events') {
      if (!isObject) this.list = path
    } else if (isObject && (next !== undefined || scan.depth === 1)) {
      this.#road.push({ road: next ?? ROOT, path, seen: new Set() })
      this.#wantsKey = true
      this.#key = undefined
    }
  }

  #close(chunk: string, i: number): void {
    if (this.#onRoad !== undefined) {
      this.#endMember(chunk, i)
      this.#road.pop()
      this.#wantsKey = false
    }
    this.#scan.depth--
  }

  /** As far as the road knows it. */
  #path(): string {
    const on = this.#road.at(-1)
    if (on === undefined) return ''
    return this.#key === undefined ? on.path : on.path + step(this.#key)
  }

  #keep(chunk: string, from: number, to: number): void {
    this.#texts.push(chunk.slice(from, to))
    this.#chars += to - from
    if (this.#keyFrom >= 0) {
      this.#keyText += chunk.slice(this.#keyFrom, to)
      this.#keyFrom = 0
    }
    if (this.#contextFrom >= 0) {
      this.#contextText += chunk.slice(this.#contextFrom, to)
      this.#contextFrom = 0
    }
    if (this.#chars <= this.#maxChars) return
    const says = `Without its events a document may have ${this.#maxChars} characters, not more.`
    scanning.stop(this.#scan, { at: this.#path(), rule: 'too-large', says })
  }
}
