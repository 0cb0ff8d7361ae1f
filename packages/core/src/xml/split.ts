import type { SaxesTagNS } from 'saxes'
import type { Json } from '../event/event.ts'
import type { EventText } from '../json/event-list.ts'
import type { Split } from '../json/split.ts'
import { good, type Parsed, type Problem } from '../problem.ts'
import type { XmlElement } from './element.ts'
import { elementOf, Growing } from './grow.ts'
import { contextOf, Names } from './names.ts'
import { nameOf, onLine, problemAt, toElement } from './place.ts'
import { readEvent } from './read-event.ts'
import { ShellReader } from './read-shell.ts'
import { mayHave, nextOf, rootOf, type Root, type State } from './route.ts'
import { XmlSource } from './source.ts'

/** An event of an XML document as JSON text. Places are XPath-like, and every problem says its line. */
export type XmlEventText = EventText & {
  /** What could not be read in it. */
  readonly problems: readonly Problem[]
  /** A problem found in the JSON text (its pointer begins with this one's), as one with the element. */
  locate(problem: Problem): Problem
}

export type XmlSplitLimits = {
  /** Elements inside each other; 100 unless said. */
  readonly maxDepth?: number
  readonly maxEventChars?: number
  /** All that is not an event: header, master data. */
  readonly maxShellChars?: number
  /** Whether the elements of an event must stand in the order of the schema; they must unless said. */
  readonly ordered?: boolean
}

/**
 * Reads an EPCIS 1.0–2.0 XML document once, in pieces, and gives each event as soon as it is whole: the twin of
 * `createSplitter`, with the same JSON out of it. A bare event is one event of the list.
 */
export type XmlSplitter = {
  push(chunk: string): readonly XmlEventText[]
  /** The document in the JSON binding with its event list emptied. */
  end(): Parsed<Split & { readonly root: Root }>
  /** What the document is, once its root has been read. */
  readonly root: Root
  /** The text of the `@context` that the events stand under, once the first can come. */
  readonly context: string | undefined
  readonly problems: readonly Problem[]
  /** A problem with the shell, by JSON pointer, as one with the XML document. */
  locate(problem: Problem): Problem
}

export function createXmlSplitter(limits: XmlSplitLimits = {}): XmlSplitter {
  return new DocumentReader(limits)
}

/** An element on the way to the events. */
type Step = {
  readonly element: XmlElement
  readonly state: State
  readonly path: string
  readonly counts: Map<string, number>
}

type Whole = { readonly next: 'event' | 'head'; readonly path: string; readonly growing: Growing }

const MOST_PROBLEMS = 1000

class DocumentReader implements XmlSplitter {
  readonly #limits: XmlSplitLimits
  readonly #source: XmlSource
  readonly #names = new Names()
  readonly #steps: Step[] = []
  readonly #problems: Problem[] = []
  readonly #shell = new ShellReader(this.#names)
  #root: Root = 'unknown'
  #rootElement: XmlElement | undefined
  #whole: Whole | undefined
  #events: XmlEventText[] = []
  #count = 0
  #lists = 0
  #headChars = 0
  #context: string | undefined

  constructor(limits: XmlSplitLimits) {
    this.#limits = limits
    const { maxDepth = 100, maxEventChars = 2 ** 20 } = limits
    this.#source = new XmlSource(
      {
        open: (tag, line) => this.#open(tag, line),
        text: (text) => this.#text(text),
        close: () => this.#close(),
      },
      { maxDepth, maxTokenChars: maxEventChars },
    )
  }

  get context(): string | undefined {
    return this.#context
  }

  get problems(): readonly Problem[] {
    const { problem } = this.#source
    return problem === undefined ? this.#problems : [...this.#problems, this.#placed(problem)]
  }

  push(chunk: string): readonly XmlEventText[] {
    this.#source.push(chunk)
    const events = this.#events
    this.#events = []
    return events
  }

  get root(): Root {
    return this.#root
  }

  end(): Parsed<Split & { readonly root: Root }> {
    this.#source.end()
    if (this.#rootElement === undefined) {
      const says = 'The document ends before it begins: there is no element in it.'
      this.#source.stop({ at: '', rule: 'truncated', says })
    }
    const { problems } = this
    if (problems.length > 0) return { ok: false, problems }
    const shell = JSON.parse(this.#shell.text(this.#root, this.#rootElement)) as Json
    return good({ shell, events: this.#count, root: this.#root })
  }

  locate(problem: Problem): Problem {
    const root = this.#rootElement
    if (root === undefined) return problem
    const path = `/${nameOf(root)}`
    const attribute = ATTRIBUTES.get(problem.at)
    if (attribute !== undefined || problem.rule === 'required') {
      const named = attribute === undefined ? {} : { attribute }
      return problemAt(root, { root, path }, { ...problem, ...named })
    }
    return { ...problem, at: path + problem.at }
  }

  #placed(problem: Problem): Problem {
    if (problem.at !== '') return problem
    const at = this.#whole?.path ?? this.#steps.at(-1)?.path ?? ''
    return { ...problem, at }
  }

  #tell(problem: Problem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem)
  }

  #open(tag: SaxesTagNS, line: number): void {
    if (this.#whole !== undefined) {
      this.#whole.growing.open(tag, line)
      this.#measure(this.#whole)
      return
    }
    const outer = this.#steps.at(-1)
    if (outer === undefined) return this.#openRoot(tag, line)
    const path = placeIn(outer, tag)
    const next = nextOf(outer.state, tag)
    if (next === undefined) return this.#misplaced(tag, line, { outer, path })
    if (next === 'event' || next === 'head') {
      if (next === 'event') this.#beginEvents()
      this.#whole = { next, path, growing: new Growing(tag, line, outer.element) }
      return
    }
    this.#step(tag, line, { next, path })
  }

  #step(tag: SaxesTagNS, line: number, { next, path }: { next: State; path: string }): void {
    const outer = this.#steps.at(-1)
    const element = elementOf(tag, line, outer?.element)
    if (outer === undefined) this.#names.declareRoot(element.declares)
    else this.#names.declare(element.declares)
    if (next === 'list' && outer?.state !== 'list' && ++this.#lists > 1) {
      const says = onLine(
        'A document has one list of events; put all of them into the first.',
        line,
      )
      this.#source.stop({ at: path, rule: 'twice', says })
    }
    if (next === 'results') this.#shell.answers()
    this.#steps.push({ element, state: next, path, counts: new Map() })
  }

  #openRoot(tag: SaxesTagNS, line: number): void {
    this.#root = rootOf(tag)
    const path = `/${tag.name}`
    this.#rootElement = elementOf(tag, line, undefined)
    if (this.#root === 'event') {
      this.#beginEvents()
      this.#whole = { next: 'event', path, growing: new Growing(tag, line) }
    } else if (this.#root === 'unknown') this.#noDocument(tag, path, line)
    else this.#step(tag, line, { next: 'document', path })
  }

  #noDocument({ uri, name }: SaxesTagNS, at: string, line: number): void {
    const where = uri === '' ? 'without a namespace' : `in the namespace ${uri}`
    const says = `${name} ${where} is no EPCIS document; that is an EPCISDocument in urn:epcglobal:epcis:xsd:2 (or :1), an EPCISQueryDocument or an EPCISMasterDataDocument in theirs.`
    this.#source.stop({ at, rule: 'document-type', says: onLine(says, line) })
  }

  #misplaced(
    tag: SaxesTagNS,
    line: number,
    { outer, path }: { readonly outer: Step; readonly path: string },
  ): void {
    const says = `There is no ${tag.name} here; ${nameOf(outer.element)} may have ${mayHave(outer.state).join(', ')}.`
    this.#tell({ at: path, rule: 'unknown-field', says: onLine(says, line) })
    this.#whole = { next: 'head', path: '', growing: new Growing(tag, line, outer.element) }
  }

  /** From here on events come: what they stand under is known. */
  #beginEvents(): void {
    this.#context ??= JSON.stringify(contextOf(this.#names))
  }

  #measure({ next, path, growing }: Whole): void {
    const { maxEventChars = Infinity, maxShellChars = Infinity } = this.#limits
    const [chars, most] =
      next === 'event'
        ? [growing.chars, maxEventChars]
        : [growing.chars + this.#headChars, maxShellChars]
    if (chars <= most) return
    const what = next === 'event' ? 'An event' : 'Without its events a document'
    const says = `${what} may have ${most} characters, not more.`
    this.#source.stop({ at: path, rule: 'too-large', says })
  }

  #text(text: string): void {
    if (this.#whole !== undefined) {
      this.#whole.growing.text(text)
      this.#measure(this.#whole)
    } else if (/\S/.test(text)) {
      const at = this.#steps.at(-1)?.path ?? ''
      const says = `There is text between the elements: “${text.trim().slice(0, 40)}”.`
      this.#tell({ at, rule: 'wrong-type', says: onLine(says, this.#source.line) })
    }
  }

  #close(): void {
    const whole = this.#whole
    if (whole === undefined) {
      if (this.#steps.pop()?.state === 'list') this.#beginEvents()
    } else if (whole.growing.close()) {
      this.#whole = undefined
      if (whole.next === 'event') this.#event(whole)
      else if (whole.path !== '') this.#head(whole)
    }
  }

  #event({ growing: { root }, path }: Whole): void {
    // the schema of 1.2 does not know this event and so gave it no order
    const wrapped = root.local === 'AssociationEvent' && path.includes('/extension')
    const ordered = (this.#limits.ordered ?? true) && !wrapped
    const { json, problems } = readEvent(root, this.#names, { path, ordered })
    this.#events.push({
      index: this.#count++,
      text: json,
      pointer: path,
      line: root.line,
      column: 1,
      problems,
      locate: (problem) => toElement(problem, root, path),
    })
  }

  #head({ growing, path }: Whole): void {
    this.#headChars += growing.chars
    const problem = this.#shell.head(growing.root, this.#steps.at(-1)?.state, path)
    if (problem !== undefined) this.#tell(problem)
  }
}

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['/creationDate', 'creationDate'],
  ['/schemaVersion', 'schemaVersion'],
])

function placeIn({ path, counts }: Step, { name }: SaxesTagNS): string {
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  return `${path}/${name}${EVENT.test(name) || count > 1 ? `[${count}]` : ''}`
}

const EVENT = /Event$/
