import type { Problem } from '../problem.ts'
import { attributeOf, textOf, type XmlElement } from './element.ts'
import { contextOf, isEpcis, type Names } from './names.ts'
import { onLine } from './place.ts'
import { addMember, extensionText, membersText, type Members } from './read-extension.ts'
import { headerMembers, masterDataMember, vocabularyListText } from './read-head.ts'
import type { Root, State } from './route.ts'

/** Reads what a document has besides events into the JSON binding. */
export class ShellReader {
  readonly #names: Names
  #header: readonly string[] = []
  readonly #others: Members = new Map()
  /** Of a query's answer, by name. */
  readonly #results = new Map<string, string>()
  #answers = false

  constructor(names: Names) {
    this.#names = names
  }

  /** The body has a query's results. */
  answers(): void {
    this.#answers = true
  }

  /** Takes an element that is no event, read in this state. */
  head(element: XmlElement, state: State | undefined, at: string): Problem | undefined {
    const { local, uri, prefix } = element
    if (!isEpcis(uri)) {
      if (state !== 'document') return undefined
      this.#names.declare(element.declares)
      const key = this.#names.key(uri, prefix, local)
      // as a document's `id` is written, which has no place in XML
      addMember(this.#others, key === 'epcis:id' ? 'id' : key, extensionText(element, this.#names))
    } else if (local === 'EPCISHeader') this.#header = headerMembers(element, this.#names)
    else if (local === 'VocabularyList') this.#vocabularies(element, state)
    else {
      const again = this.#results.has(local)
      this.#results.set(local, `"${local}":${JSON.stringify(textOf(element))}`)
      const says = onLine(`${local} stands here twice.`, element.line)
      return again ? { at, rule: 'twice', says } : undefined
    }
    return undefined
  }

  #vocabularies(list: XmlElement, state: State | undefined): void {
    const text = vocabularyListText(list, this.#names)
    if (state === 'body') this.#header = [masterDataMember(text)]
    else this.#results.set('vocabularyList', `"vocabularyList":${text}`)
  }

  /** The JSON text of the document with its event list emptied; of an event by itself only what it is. */
  text(kind: Root, root: XmlElement | undefined): string {
    const parts = [`"@context":${JSON.stringify(contextOf(this.#names))}`]
    if (kind === 'event') return `{${[...parts, `"type":"${root?.local ?? ''}"`].join(',')}}`
    const query = kind === 'EPCISQueryDocument'
    parts.push(`"type":"${query ? 'EPCISQueryDocument' : 'EPCISDocument'}"`)
    if (attribute(root, 'schemaVersion') !== undefined) parts.push('"schemaVersion":"2.0"')
    const created = attribute(root, 'creationDate')
    if (created !== undefined) parts.push(`"creationDate":${JSON.stringify(zoned(created.trim()))}`)
    // the parties of a query's answer have no place in JSON
    parts.push(...this.#header.filter((one) => !query || one.startsWith('"epcisHeader"')))
    if (this.#others.size > 0) parts.push(membersText(this.#others))
    parts.push(`"epcisBody":${query ? this.#queryBody() : '{"eventList":[]}'}`)
    return `{${parts.join(',')}}`
  }

  #queryBody(): string {
    if (!this.#answers) return '{}'
    const of = (...names: readonly string[]): readonly string[] =>
      names.flatMap((name) => this.#results.get(name) ?? [])
    const inside = ['"eventList":[]', ...of('vocabularyList')].join(',')
    const results = [...of('queryName', 'subscriptionID'), `"resultsBody":{${inside}}`]
    return `{"queryResults":{${results.join(',')}}}`
  }
}

function attribute(root: XmlElement | undefined, name: string): string | undefined {
  return root === undefined ? undefined : attributeOf(root, name)
}

/** A document's own date may be without a zone in XML, and says nothing of any event. */
function zoned(date: string): string {
  return /T[\d:.]+$/.test(date) ? `${date}Z` : date
}
