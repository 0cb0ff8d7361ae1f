import { isObject } from '../event/checks.ts'
import { readContext, type Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { translateIdentifiers } from '../event/translate.ts'
import { validateEvent } from '../event/validate.ts'
import { collectPrefixes, prefixBook, type PrefixLength } from '../id/prefix-book.ts'
import type { RemoteContexts } from '../event/remote-contexts.ts'
import { inStandardNames } from '../json/standard-text.ts'
import { readShell } from '../json/document.ts'
import { mayLoseDigits, parseJson, parseKeepingDigits } from '../json/parse.ts'
import { createSplitter, type EventText, type Splitter } from '../json/split.ts'
import { bad, good, type Parsed, type Problem } from '../problem.ts'
import { jsonAround, xmlAround } from './convert-head.ts'
import { GS1_CONTEXT } from './names.ts'
import { namespacesOf, STYLES, type XmlStyle } from './sheet.ts'
import { createXmlSplitter, type XmlEventText, type XmlSplitter } from './split.ts'
import { writeEvent } from './write-event.ts'

/** What a document is turned into: JSON-LD, or XML of an edition. */
export type Form = 'json' | 'xml' | 'xml-1.2'

export type ConvertOptions = {
  readonly from: 'json' | 'xml'
  readonly to: Form
  /** How words are spelt in XML; as its readers expect them unless said. */
  readonly cbv?: XmlStyle['cbv']
  /** Lengths of company prefixes: readers of 1.2 get EPC URNs where they are known. */
  readonly prefixLength?: PrefixLength
  readonly maxEventChars?: number
  readonly maxShellChars?: number
}

/** What stands around the events of the document that was made. */
export type Around = { readonly before: string; readonly after: string; readonly events: number }

/**
 * Turns a document from one binding or edition into another, in pieces; memory is bounded by an event and the header. What
 * `push` gives are the events, in order; what stands before and after them is known at the end, for a JSON document may
 * say it last. All problems are told at the end; then nothing that was given is of use.
 */
export type Converter = {
  push(chunk: string): string
  end(): Parsed<Around>
}

export function createConverter(options: ConvertOptions): Converter {
  return new DocumentConverter(options)
}

type Source = EventText & Partial<Pick<XmlEventText, 'problems' | 'locate'>>

const MOST_PROBLEMS = 1000
/** Events that may come before the `@context` that they are read by. */
const EARLY_CHARS = 64 * 2 ** 20
const NOWHERE: ReadonlyMap<string, string> = new Map()

class DocumentConverter implements Converter {
  readonly #to: Form
  readonly #style: XmlStyle
  readonly #prefixLength: PrefixLength | undefined
  readonly #splitter: Splitter | XmlSplitter
  readonly #problems: Problem[] = []
  readonly #early: Source[] = []
  #earlyChars = 0
  #document: Json | undefined
  #standing: Context | undefined
  #declared: ReadonlyMap<string, string> = NOWHERE
  #events = 0
  readonly #shown = new Set<string>()
  #shownLength: PrefixLength = () => undefined

  constructor({ from, to, cbv, prefixLength, ...limits }: ConvertOptions) {
    this.#to = to
    const style = STYLES[to === 'xml-1.2' ? '1.2' : '2.0']
    this.#style = cbv === undefined ? style : { ...style, cbv }
    this.#prefixLength = prefixLength
    this.#splitter =
      from === 'xml' ? createXmlSplitter({ ...limits, ordered: false }) : createSplitter(limits)
  }

  push(chunk: string): string {
    return this.#take(this.#splitter.push(chunk))
  }

  end(): Parsed<Around> {
    const end = this.#splitter.end()
    if (!end.ok) return { ok: false, problems: [...this.#problems, ...end.problems] }
    const { shell } = end.value
    const judged = readShell(shell)
    if (!judged.ok) this.#problems.push(...judged.problems.map((one) => this.#located(one)))
    const early = this.#early.length > 0
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems }
    if (early || !isObject(shell)) {
      return bad('', 'required', 'A document of events must have “@context”.')
    }
    return this.#around(shell, judged.ok ? judged.value.kind : 'event')
  }

  #around(shell: JsonObject, kind: string): Parsed<Around> {
    const events = this.#events
    if (kind === 'event') return this.#bare(shell)
    const made =
      this.#to === 'json'
        ? jsonAround(shell)
        : xmlAround(shell, { style: this.#style, declared: this.#declared })
    return good({ ...made, events })
  }

  /** An event by itself: from XML it was given already, in JSON it is the whole document. */
  #bare(event: JsonObject): Parsed<Around> {
    const declaration = this.#to === 'json' ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n'
    if (this.#events > 0) return good({ before: declaration, after: '\n', events: this.#events })
    const names = readContext(event['@context'])
    const problems = validateEvent(event, '', names)
    if (problems.length > 0) return { ok: false, problems }
    const text =
      this.#to === 'json'
        ? JSON.stringify(event)
        : writeEvent(this.#spelt(event, JSON.stringify(event)), names, { style: this.#style })
    return good({ before: declaration + text, after: '\n', events: 1 })
  }

  #take(texts: readonly Source[]): string {
    if (this.#standing === undefined && !this.#begin()) return this.#wait(texts)
    let text = ''
    for (const source of this.#early.splice(0)) text += this.#convert(source)
    for (const source of texts) text += this.#convert(source)
    return text
  }

  #begin(): boolean {
    const { context } = this.#splitter
    if (context === undefined) return false
    const read = parseJson(context, '/@context')
    if (!read.ok) return false
    this.#document = read.value
    this.#standing = readContext(read.value)
    this.#declared = namespacesOf(this.#standing, STANDARD)
    return true
  }

  #wait(texts: readonly Source[]): string {
    for (const source of texts) {
      this.#early.push(source)
      this.#earlyChars += source.text.length
    }
    if (this.#earlyChars > EARLY_CHARS) {
      this.#early.length = 0
      const says = 'In a document this large @context must stand before epcisBody.'
      this.#tell([{ at: '/@context', rule: 'late-context', says }])
    }
    return ''
  }

  #convert(source: Source): string {
    const { pointer, problems: unread = [], locate } = source
    this.#tell(unread)
    const read = this.#read(source)
    if (read === undefined) return ''
    const { text, value, own, names } = read
    const found = validateEvent(value, pointer, names, { fromXml: locate !== undefined })
    if (found.length > 0) return this.#tell(locate === undefined ? found : found.map(locate))
    const separator = this.#events++ === 0 ? '' : this.#to === 'json' ? ',\n' : '\n'
    if (this.#to === 'json') return separator + (this.#isBare ? withContext(text, own) : text)
    const exact = mayLoseDigits(text) ? parseKeepingDigits(text) : value
    const place = { style: this.#style, declared: this.#declared }
    return separator + writeEvent(this.#spelt(exact as JsonObject, text), names, place)
  }

  /** An event in the standard's own names; undefined where it is no JSON. */
  #read({ text, pointer, line, column }: Source): ReadEvent | undefined {
    const parsed = parseJson(text, pointer, { line, column })
    if (!parsed.ok) {
      this.#tell(parsed.problems)
      return undefined
    }
    const { value } = parsed
    const own = isObject(value) ? value['@context'] : undefined
    const names =
      own === undefined && this.#standing !== undefined
        ? this.#standing
        : readContext(this.#document, own)
    if (names.aliases.size === 0 || !isObject(value)) return { text, value, own, names }
    const plain = inStandardNames(text, this.#document, NO_TEXTS)
    return { text: plain, value: JSON.parse(plain) as Json, own, names }
  }

  get #isBare(): boolean {
    return 'root' in this.#splitter && this.#splitter.root === 'event'
  }

  /** Readers of 1.2 know EPC URNs; lengths of company prefixes that the document shows are known too. */
  #spelt(event: JsonObject, text: string): JsonObject {
    if (this.#style.version === '2.0') return event
    const known = this.#shown.size
    collectPrefixes(text, this.#shown)
    if (this.#shown.size > known) {
      this.#shownLength = prefixBook(
        [...this.#shown].map((prefix) => ({ prefix, length: prefix.length, source: 'seen' })),
      )
    }
    const prefixLength: PrefixLength = (digits) =>
      this.#prefixLength?.(digits) ?? this.#shownLength(digits)
    return translateIdentifiers(event, { as: 'urn', prefixLength }).event
  }

  #tell(problems: readonly Problem[]): string {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(...problems)
    return ''
  }

  #located(problem: Problem): Problem {
    return 'locate' in this.#splitter ? this.#splitter.locate(problem) : problem
  }
}

type ReadEvent = {
  readonly text: string
  readonly value: Json
  readonly own: Json | undefined
  readonly names: Context
}

const NO_TEXTS: RemoteContexts = new Map()
const STANDARD: Context = readContext(GS1_CONTEXT)

/** An event read from XML by itself stands under GS1's context as documents do. */
function withContext(text: string, own: Json | undefined): string {
  const event = JSON.parse(text) as JsonObject
  return JSON.stringify({
    ...event,
    '@context': own === undefined ? GS1_CONTEXT : [GS1_CONTEXT, own],
  })
}
