import { nearest } from '../event/nearest.ts'
import type { Problem } from '../problem.ts'
import { ANY_ORDER, EPCIS_VOC, ORDER, SHAPES, XSI } from './binding.ts'
import { type XmlElement } from './element.ts'
import { isEpcis, Names } from './names.ts'
import { nameOf, problemAt } from './place.ts'
import { quote } from './quote.ts'
import { addMember, extensionText, memberText, type Members } from './read-extension.ts'
import { FieldReader } from './read-fields.ts'

/** An event as JSON text, and what could not be read in it. */
export type ReadEvent = { readonly json: string; readonly problems: readonly Problem[] }

export type EventOptions = {
  /** The place of the element in its document. */
  readonly path: string
  /** Whether elements must stand in the order of the schema; they must unless said. */
  readonly ordered?: boolean
}

/**
 * An event of EPCIS 1.0–2.0 XML in the JSON binding: wrappers gone, standard words bare, elements of other namespaces
 * under `prefix:name`; prefixes that the document does not declare are in the event's own `@context`. A QuantityEvent
 * (1.x) is an ObjectEvent that observes a quantity. What values are right is for `validateEvent`.
 */
export function readEvent(
  element: XmlElement,
  document: Names,
  { path, ordered = true }: EventOptions,
): ReadEvent {
  return new EventReading(element, new Names(document), { path, ordered }).read()
}

const MOST_PROBLEMS = 100

/** Attributes of documents, which a bare event carries itself. */
const OF_A_ROOT: ReadonlySet<string> = new Set(['schemaVersion', 'creationDate'])

class EventReading {
  readonly #element: XmlElement
  readonly #names: Names
  readonly #at: { readonly root: XmlElement; readonly path: string }
  readonly #problems: Problem[] = []
  readonly #fields: FieldReader
  readonly #order: readonly string[]
  readonly #ordered: boolean
  readonly #known = new Map<string, string>()
  readonly #certificates: string[] = []
  readonly #own: Members = new Map()
  readonly #quantity: boolean

  constructor(element: XmlElement, names: Names, { path, ordered }: Required<EventOptions>) {
    this.#element = element
    this.#names = names
    this.#at = { root: element, path }
    this.#fields = new FieldReader(names, (one, problem) => this.#tell(one, problem))
    this.#quantity = isEpcis(element.uri) && element.local === 'QuantityEvent'
    this.#order = ORDER.get(element.local) ?? ANY_ORDER
    this.#ordered = ordered && ORDER.has(element.local)
  }

  /** Each is found among its like, so a hundred thousand of them would take a square of that; nobody reads so many. */
  #tell(element: XmlElement, problem: Parameters<typeof problemAt>[2]): void {
    if (this.#problems.length < MOST_PROBLEMS) {
      this.#problems.push(problemAt(element, this.#at, problem))
    }
  }

  read(): ReadEvent {
    const { declares, uri, prefix, local } = this.#element
    this.#names.declare(declares)
    const type = this.#quantity ? 'ObjectEvent' : this.#names.key(uri, prefix, local)
    this.#attributes()
    this.#container(this.#element)
    const json = this.#text(type)
    return { json, problems: this.#problems }
  }

  #text(type: string): string {
    const parts = [`"type":${quote(type)}`]
    const context = this.#names.declared
    if (context !== undefined) parts.push(`"@context":${JSON.stringify(context)}`)
    if (this.#quantity) this.#asObjectEvent()
    for (const [name, json] of this.#known) parts.push(`"${name}":${json}`)
    if (this.#certificates.length > 0) {
      parts.push(memberText('certificationInfo', this.#certificates))
    }
    for (const [key, values] of this.#own) parts.push(memberText(key, values))
    return `{${parts.join(',')}}`
  }

  /** Extensions of an event may be attributes too; JSON tells them from elements no more. */
  #attributes(): void {
    for (const { uri, prefix, local, value } of this.#element.attributes) {
      if (uri === XSI || (uri === '' && OF_A_ROOT.has(local))) continue
      addMember(this.#own, this.#names.key(uri, prefix, local), quote(value))
    }
  }

  /** In the wrappers of 1.x, what is deeper than the first was never given an order. */
  #container(container: XmlElement, depth = 0): void {
    let last = -1
    for (const child of container.children) {
      const { uri, local } = child
      if (!isEpcis(uri)) this.#extension(child)
      else if (local === 'extension' || local === 'baseExtension') this.#container(child, depth + 1)
      else {
        const index = this.#order.indexOf(local)
        if (index >= 0 && local !== 'recordTime' && depth < 2) {
          if (index < last) this.#misplaced(child, this.#order[last] ?? '')
          last = Math.max(last, index)
        }
        this.#field(child, depth)
      }
    }
  }

  /** The repository sets the record time anew, so where it stands is no matter; 1.0 servers put it elsewhere. */
  #misplaced(child: XmlElement, after: string): void {
    if (!this.#ordered) return
    const says = `In XML the order counts: ${child.local} stands before ${after}.`
    this.#tell(child, { rule: 'element-order', says })
  }

  #field(child: XmlElement, depth: number): void {
    const { local } = child
    const shape = SHAPES.get(local)
    if (local === 'certificationInfo') this.#certificates.push(this.#fields.text(child))
    else if (this.#quantity && QUANTITY.has(local)) this.#once(child, this.#quantityField(child))
    else if (shape !== undefined) {
      this.#once(child, this.#fields.read(child, shape, this.#isSet(local)))
    } else {
      const key = depth > 0 && !mistaken(local) ? `epcis:${local}` : local
      addMember(this.#own, key, extensionText(child, this.#names))
    }
  }

  /** What JSON may name only once in these lists, XML may repeat; it says the same. */
  #isSet(list: string): boolean {
    return SETS.has(list) || (list === 'epcList' && this.#element.local === 'ObjectEvent')
  }

  #quantityField(child: XmlElement): string | undefined {
    return child.local === 'quantity' ? this.#fields.number(child) : this.#fields.text(child)
  }

  #once(child: XmlElement, json: string | undefined): void {
    if (this.#known.has(child.local)) {
      const says = `${nameOf(child)} stands here twice; an event has it once.`
      this.#tell(child, { rule: 'twice', says })
    } else if (json !== undefined) this.#known.set(child.local, json)
  }

  #extension(child: XmlElement): void {
    const { uri, prefix, local } = child
    if (uri === EPCIS_VOC && local === 'certificationInfo') {
      this.#certificates.push(this.#fields.text(child))
      return
    }
    this.#names.declare(child.declares)
    addMember(this.#own, this.#names.key(uri, prefix, local), extensionText(child, this.#names))
  }

  /** EPCIS 1.x: how many of a class were observed. */
  #asObjectEvent(): void {
    const epcClass = this.#known.get('epcClass')
    const quantity = this.#known.get('quantity')
    this.#known.delete('epcClass')
    this.#known.delete('quantity')
    const members = [
      ...(epcClass === undefined ? [] : [`"epcClass":${epcClass}`]),
      ...(quantity === undefined ? [] : [`"quantity":${quantity}`]),
    ]
    this.#known.set('action', '"OBSERVE"')
    this.#known.set('quantityList', `[{${members.join(',')}}]`)
  }
}

const SETS: ReadonlySet<string> = new Set(['inputEPCList', 'outputEPCList'])
const QUANTITY: ReadonlySet<string> = new Set(['epcClass', 'quantity'])

/** What is in `extension` without a namespace is EPCIS's own, of some edition; or the name of a field, misspelt. */
function mistaken(local: string): boolean {
  return nearest(local, SHAPES.keys()).length > 0
}
