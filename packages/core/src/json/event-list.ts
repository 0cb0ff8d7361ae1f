import type { Start } from './parse.ts'
import * as scanning from './scan.ts'
import type { Scan } from './scan.ts'

/** One event as its exact source text, with where it stands: JSON pointer, and line and column from 1. */
export type EventText = {
  readonly index: number
  readonly text: string
  readonly pointer: string
  readonly line: number
  readonly column: number
}

/** What has just been read: `[`, a comma, an element; or the element being read, by what it began with. */
type State = 'begun' | 'comma' | 'element' | 'object' | 'array' | 'text' | 'word'

/** In ASCII `[` and `]` differ from `{` and `}` by this bit: two comparisons a character instead of four. */
const SQUARE_TO_CURLY = 0x20

/** Wrong elements named one by one; a list that has more of them is not read on. */
const MAX_PROBLEMS = 1000

/** Cuts an event list into the source texts of its events. */
export class EventListReader {
  readonly #scan: Scan
  readonly #maxChars: number
  #list = ''
  #state: State = 'begun'
  #index = 0
  #inside = 0
  readonly #parts: string[] = []
  #chars = 0
  #started: Start = { line: 1, column: 1 }

  constructor(scan: Scan, maxChars: number) {
    this.#scan = scan
    this.#maxChars = maxChars
  }

  /** The events of the list at this pointer follow; its `[` is counted in the scan's depth. */
  begin(list: string): void {
    this.#list = list
    this.#state = 'begun'
    this.#index = 0
    this.#inside = this.#scan.depth
  }

  get count(): number {
    return this.#index
  }

  /** The pointer of the event being read, or that would come next. */
  get pointer(): string {
    return `${this.#list}/${this.#index}`
  }

  /** Reads on from `from`, adding to `events`; gives the index of the list's `]`, or the chunk's length. */
  read(chunk: string, from: number, events: EventText[]): number {
    const scan = this.#scan
    let i = from
    while (i < chunk.length && !scan.stopped) {
      if (this.#state === 'object' || this.#state === 'array')
        i = this.#readElement(chunk, i, events)
      else if (scan.inString) i = this.#readText(chunk, i)
      else if (this.#closes(chunk, i)) return i
      else i = this.#take(chunk, i)
    }
    return i
  }

  /** The hot path of capture: an event is only measured here, by its brackets and quotes. */
  #readElement(chunk: string, from: number, events: EventText[]): number {
    const scan = this.#scan
    const deepest = scan.maxDepth
    let depth = scan.depth
    let i = from
    while (i < chunk.length) {
      if (scan.inString) {
        i = scanning.skipString(scan, chunk, i)
        continue
      }
      const code = chunk.charCodeAt(i++)
      if (code === scanning.QUOTE) scan.inString = true
      else if ((code | SQUARE_TO_CURLY) === scanning.OPEN_OBJECT) {
        if (++depth > deepest) break
      } else if ((code | SQUARE_TO_CURLY) === scanning.CLOSE_OBJECT) {
        if (--depth === this.#inside) break
      } else if (code === scanning.NEWLINE) scanning.newline(scan, i - 1)
    }
    scan.depth = depth
    this.#keep(chunk, from, i)
    if (depth > deepest) scanning.tooDeep(scan, this.pointer)
    else if (depth === this.#inside && !scan.stopped) this.#endElement(events)
    return i
  }

  #keep(chunk: string, from: number, to: number): void {
    this.#parts.push(from === 0 && to === chunk.length ? chunk : chunk.slice(from, to))
    this.#chars += to - from
    if (this.#chars <= this.#maxChars) return
    const says = `An event may have ${this.#maxChars} characters, not more.`
    scanning.stop(this.#scan, { at: this.pointer, rule: 'too-large', says })
  }

  #endElement(events: EventText[]): void {
    if (this.#state === 'object') {
      const text = this.#parts.length === 1 ? (this.#parts[0] ?? '') : this.#parts.join('')
      events.push({ index: this.#index, text, pointer: this.pointer, ...this.#started })
    }
    this.#parts.length = 0
    this.#chars = 0
    this.#state = 'element'
    this.#index++
  }

  #readText(chunk: string, from: number): number {
    const i = scanning.skipString(this.#scan, chunk, from)
    if (!this.#scan.inString) this.#endWrong()
    return i
  }

  #endWrong(): void {
    this.#state = 'element'
    this.#index++
  }

  #closes(chunk: string, i: number): boolean {
    if (chunk.charCodeAt(i) !== scanning.CLOSE_ARRAY || this.#state === 'comma') return false
    if (this.#state === 'word') this.#endWrong()
    return true
  }

  #take(chunk: string, i: number): number {
    const code = chunk.charCodeAt(i)
    if (code === scanning.NEWLINE) scanning.newline(this.#scan, i)
    if (code === 0x20 || code === 0x09 || code === 0x0d || code === scanning.NEWLINE) {
      if (this.#state === 'word') this.#endWrong()
      return i + 1
    }
    if (code === scanning.COMMA) return this.#comma(i)
    if (this.#state === 'word') return i + 1
    if (this.#state === 'element') {
      this.#fault(i, `“,” or “]” should stand here, not “${chunk[i] ?? ''}”`)
      return i
    }
    if (code === scanning.CLOSE_ARRAY) {
      this.#fault(i, 'after the comma another event should stand here, not “]”')
      return i
    }
    return this.#begin(code, i)
  }

  #comma(i: number): number {
    if (this.#state === 'word') this.#endWrong()
    if (this.#state !== 'element') this.#fault(i, 'an event should stand here, not “,”')
    this.#state = 'comma'
    return i + 1
  }

  #begin(code: number, i: number): number {
    this.#started = scanning.placeOn(this.#scan, i)
    if (code === scanning.OPEN_OBJECT) this.#state = 'object'
    else this.#beginWrong(code)
    return this.#state === 'object' || this.#state === 'array' ? i : i + 1
  }

  #beginWrong(code: number): void {
    const says = 'An event list holds events, and an event is an object in { }.'
    this.#scan.problems.push({ at: this.pointer, rule: 'wrong-type', says })
    if (this.#scan.problems.length >= MAX_PROBLEMS) this.#scan.stopped = true
    this.#scan.inString = code === scanning.QUOTE
    if (code === scanning.OPEN_ARRAY) this.#state = 'array'
    else this.#state = code === scanning.QUOTE ? 'text' : 'word'
  }

  #fault(i: number, says: string): void {
    const { line, column } = scanning.placeOn(this.#scan, i)
    const whole = `This is not JSON at line ${line}, column ${column}: ${says}.`
    scanning.stop(this.#scan, { at: this.pointer, rule: 'not-json', says: whole })
  }
}
