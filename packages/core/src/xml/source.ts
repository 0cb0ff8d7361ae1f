import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { Parsed, Problem } from '../problem.ts'

/** What is told of a document as it is read. Texts come in pieces. */
export type XmlListener = {
  open(tag: SaxesTagNS, line: number): void
  text(text: string): void
  close(): void
}

/** In UTF-16 units; what goes beyond is refused before more of it is held in memory. */
export type XmlLimits = {
  /** Elements inside each other; 100 unless said. */
  readonly maxDepth?: number
  /** One name, text, comment or start tag; a megabyte unless said. */
  readonly maxTokenChars?: number
}

/** The document cannot be read on. */
class Stop extends Error {
  readonly problem: Problem

  constructor(rule: string, says: string) {
    super(says)
    this.problem = { at: '', rule, says }
  }
}

const ENCODINGS = /^(?:utf-?8|us-ascii|ascii)$/i

/**
 * Reads XML in pieces, as namespaces in XML 1.0 has it, and tells what there is. Nothing outside is ever fetched and
 * nothing expanded but the five entities of XML and character references: a document type may name the root (GS1's own
 * examples have `<!DOCTYPE project>`), and is refused when it declares or refers to anything.
 */
export class XmlSource {
  readonly #parser = new SaxesParser({ xmlns: true })
  readonly #maxDepth: number
  readonly #maxToken: number
  #depth = 0
  /** Characters since something was told. */
  #silent = 0
  #line = 1
  #problem: Problem | undefined

  constructor(listener: XmlListener, { maxDepth = 100, maxTokenChars = 2 ** 20 }: XmlLimits = {}) {
    this.#maxDepth = maxDepth
    this.#maxToken = maxTokenChars
    this.#listen(listener)
  }

  /** What stopped the reading. */
  get problem(): Problem | undefined {
    return this.#problem
  }

  /** The line being read, from 1. */
  get line(): number {
    return this.#parser.line
  }

  push(chunk: string): void {
    if (this.#problem !== undefined || chunk === '') return
    this.#guarded(() => {
      this.#silent += chunk.length
      this.#parser.write(chunk)
      if (this.#silent - chunk.length > this.#maxToken) {
        throw new Stop('too-large', `One piece of this has more than ${this.#maxToken} characters.`)
      }
    })
  }

  end(): Parsed<true> {
    if (this.#problem === undefined) this.#guarded(() => void this.#parser.close())
    const { problem } = this
    return problem === undefined ? { ok: true, value: true } : { ok: false, problems: [problem] }
  }

  /** Nothing more is read. */
  stop(problem: Problem): void {
    this.#problem ??= problem
  }

  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#problem ??= error instanceof Stop ? error.problem : this.#notXml(error)
    }
  }

  /**
   * Six handlers, no more: the parser keeps each as a property, and with a seventh V8 keeps all its properties in a hash
   * table, which reads 16 MB/s, not 61. So the encoding is looked up, and what is wrong is thrown.
   */
  #listen(listener: XmlListener): void {
    const parser = this.#parser
    parser.on('doctype', (declaration) => this.#documentType(declaration))
    parser.on('opentagstart', () => {
      this.#line = parser.line
      if (this.#depth === 0) this.#encoding(parser.xmlDecl.encoding)
    })
    parser.on('opentag', (tag) => {
      this.#silent = 0
      if (++this.#depth > this.#maxDepth) throw new Stop('too-deep', this.#tooDeep())
      if (this.#problem === undefined) listener.open(tag, this.#line)
    })
    parser.on('text', (piece) => this.#problem === undefined && listener.text(piece))
    parser.on('cdata', (piece) => this.#problem === undefined && listener.text(piece))
    parser.on('closetag', () => {
      this.#silent = 0
      this.#depth--
      if (this.#problem === undefined) listener.close()
    })
  }

  #encoding(encoding: string | undefined): void {
    if (encoding === undefined || ENCODINGS.test(encoding)) return
    throw new Stop('encoding', `It says it is in ${encoding}; send it in UTF-8.`)
  }

  #documentType(declaration: string): void {
    if (/^\s*[^\s[<>"']+\s*$/.test(declaration)) return
    const says =
      'A document type may only name the root, as <!DOCTYPE name>; entities and external definitions are not read.'
    throw new Stop('document-type', `${says} (line ${this.#parser.line})`)
  }

  #tooDeep(): string {
    return `Nothing in a document may be nested deeper than ${this.#maxDepth} levels (line ${this.#line}).`
  }

  /** The parser's sentences begin with line, column and a colon; what does not is a fault of ours. */
  #notXml(error: unknown): Problem {
    const told = error instanceof Error ? SENTENCE.exec(error.message)?.[1] : undefined
    if (told === undefined) throw error
    const { line, column } = this.#parser
    const says = told.replace(/\.$/, '')
    const ended = /unclosed tag|document must contain a root|unexpected end/i.test(says)
    const begins = ended ? 'The document ends too early' : 'This is not XML'
    const text = `${begins} at line ${line}, column ${column + 1}: ${says}.`
    return { at: '', rule: ended ? 'truncated' : 'not-xml', says: text }
  }
}

const SENTENCE = /^\d+:\d+:\s*(.*)$/s
