import { DISPOSITION, ERROR_REASON, wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import { identify } from '../id/identify.ts'
import { EPCIS_VOC, XSI, type Shape } from './binding.ts'
import { attributeOf, textOf, type XmlElement } from './element.ts'
import { isEpcis, type Names } from './names.ts'
import { jsonNumber } from './number.ts'
import { nameOf } from './place.ts'
import { quote } from './quote.ts'
import { addMember, extensionText, isNil, membersText, type Members } from './read-extension.ts'
import { SENSOR_ATTRIBUTES, type AttributeKind } from './sensor-attributes.ts'

type Tell = (
  element: XmlElement,
  problem: { rule: string; says: string; attribute?: string },
) => void

/** Reads the standard fields of one event into JSON texts. */
export class FieldReader {
  readonly #names: Names
  readonly #tell: Tell

  constructor(names: Names, tell: Tell) {
    this.#names = names
    this.#tell = tell
  }

  /** Undefined where the element says that it says nothing, or what it says cannot be read. */
  read(element: XmlElement, shape: Shape, unique = false): string | undefined {
    if (shape.is === 'term') return this.#word(shape.vocabulary, this.#plain(element))
    if (shape.is === 'list') {
      return this.#list(element, shape.each, (one) => this.text(one), unique)
    }
    if (shape.is === 'typed') {
      return this.#list(element, shape.each, (one) => this.#typed(one, shape))
    }
    return this.#simple(element, shape.is)
  }

  text(element: XmlElement): string {
    return quote(this.#plain(element))
  }

  number(element: XmlElement): string | undefined {
    return isNil(element) ? undefined : this.#number(element, this.#plain(element))
  }

  #simple(element: XmlElement, is: Exclude<Shape['is'], 'term' | 'list' | 'typed'>): string {
    switch (is) {
      case 'quantities':
        return this.#list(element, 'quantityElement', (one) => this.#quantity(one))
      case 'place':
        return this.#object(element, { id: (one) => this.text(one) })
      case 'ilmd':
        return this.#object(element, {})
      case 'declaration':
        return this.#declaration(element)
      case 'dispositions':
        return this.#dispositions(element)
      case 'sensors':
        return this.#list(element, 'sensorElement', (one) => this.#sensor(one))
      case 'text':
      case 'uri':
      case 'repeated':
        return this.text(element)
    }
  }

  #plain(element: XmlElement): string {
    if (element.children.length > 0) {
      const says = `${nameOf(element)} holds a text, and no elements.`
      this.#tell(element, { rule: 'wrong-type', says })
    }
    return textOf(element)
  }

  #word(vocabulary: Vocabulary, text: string): string {
    return quote(bareWord(vocabulary, text, this.#names))
  }

  #number(element: XmlElement, text: string, attribute?: string): string | undefined {
    const number = jsonNumber(text.trim())
    if (number !== undefined) return number
    const says = `“${text.slice(0, 80)}” is no number that can be kept; write it as 12.5.`
    this.#tell(element, { rule: 'number', says, ...(attribute !== undefined && { attribute }) })
    return undefined
  }

  #list(
    element: XmlElement,
    each: string,
    read: (one: XmlElement) => string,
    unique = false,
  ): string {
    const texts: string[] = []
    for (const child of element.children) {
      if (isEpcis(child.uri) && child.local === each) texts.push(read(child))
      else if (!(isEpcis(child.uri) && child.local === 'extension')) this.#unknown(child, [each])
    }
    return `[${(unique ? distinct(texts) : texts).join(',')}]`
  }

  #unknown(child: XmlElement, known: readonly string[]): void {
    const says = `There is no ${nameOf(child)} here; it may have ${known.join(', ')}.`
    this.#tell(child, { rule: 'unknown-field', says })
  }

  #typed(element: XmlElement, { each, vocabulary }: Extract<Shape, { is: 'typed' }>): string {
    const type = attributeOf(element, 'type')
    const value = `"${each}":${this.text(element)}`
    return type === undefined
      ? `{${value}}`
      : `{"type":${this.#word(vocabulary, type.trim())},${value}}`
  }

  #quantity(element: XmlElement): string {
    const parts: string[] = []
    for (const child of element.children) {
      const { local } = child
      if (local === 'quantity') {
        const number = this.number(child)
        if (number !== undefined) parts.push(`"quantity":${number}`)
      } else if (local === 'epcClass' || local === 'uom')
        parts.push(`"${local}":${this.text(child)}`)
      else this.#unknown(child, ['epcClass', 'quantity', 'uom'])
    }
    return `{${parts.join(',')}}`
  }

  /** Known elements by their readers, once each; all others are extensions. */
  #object(
    element: XmlElement,
    known: Readonly<Record<string, (one: XmlElement) => string | undefined>>,
  ): string {
    const members: Members = new Map()
    this.#into(members, element, known)
    return `{${membersText(members)}}`
  }

  #into(
    members: Members,
    element: XmlElement,
    known: Readonly<Record<string, (one: XmlElement) => string | undefined>>,
  ): void {
    this.#names.declare(element.declares)
    for (const { uri, prefix, local, value } of element.attributes) {
      if (uri !== XSI) addMember(members, this.#names.key(uri, prefix, local), quote(value))
    }
    for (const child of element.children) {
      const { uri, prefix, local } = child
      const read = isEpcis(uri) && Object.hasOwn(known, local) ? known[local] : undefined
      if (isEpcis(uri) && local === 'extension') this.#into(members, child, known)
      else if (read !== undefined) {
        if (members.has(local)) this.#twice(child)
        else this.#add(members, local, read(child))
      } else {
        this.#names.declare(child.declares)
        addMember(members, this.#names.key(uri, prefix, local), extensionText(child, this.#names))
      }
    }
  }

  #add(members: Members, key: string, json: string | undefined): void {
    if (json !== undefined) members.set(key, [json])
  }

  #twice(child: XmlElement): void {
    const says = `${nameOf(child)} stands here twice; only one can be meant.`
    this.#tell(child, { rule: 'twice', says })
  }

  #declaration(element: XmlElement): string {
    const members: Members = new Map()
    let corrective: string | undefined
    this.#into(members, element, {
      declarationTime: (one) => this.text(one),
      reason: (one) => this.#word(ERROR_REASON, this.#plain(one)),
      correctiveEventIDs: (one) => {
        corrective = this.#list(one, 'correctiveEventID', (id) => this.text(id))
        return undefined
      },
    })
    const list = corrective === undefined ? '' : `"correctiveEventIDs":${corrective}`
    return `{${[membersText(members), list].filter((part) => part !== '').join(',')}}`
  }

  #dispositions(element: XmlElement): string {
    const lists: Record<'set' | 'unset', string[]> = { unset: [], set: [] }
    for (const child of element.children) {
      const { local } = child
      if (local === 'set' || local === 'unset') {
        lists[local].push(this.#word(DISPOSITION, this.#plain(child)))
      } else this.#unknown(child, ['unset', 'set'])
    }
    const parts = (['unset', 'set'] as const)
      .filter((name) => lists[name].length > 0)
      .map((name) => `"${name}":[${[...new Set(lists[name])].join(',')}]`)
    return `{${parts.join(',')}}`
  }

  #sensor(element: XmlElement): string {
    const reports: string[] = []
    const members: Members = new Map()
    this.#into(members, element, {
      sensorMetadata: (one) => this.#sensorPart(one, 'sensorMetadata'),
      sensorReport: (one) => {
        reports.push(this.#sensorPart(one, 'sensorReport'))
        return undefined
      },
    })
    const metadata = members.get('sensorMetadata')?.[0]
    members.delete('sensorMetadata')
    const parts = [
      ...(metadata === undefined ? [] : [`"sensorMetadata":${metadata}`]),
      ...(reports.length === 0 ? [] : [`"sensorReport":[${reports.join(',')}]`]),
      ...(members.size === 0 ? [] : [membersText(members)]),
    ]
    return `{${parts.join(',')}}`
  }

  #sensorPart(element: XmlElement, name: keyof typeof SENSOR_ATTRIBUTES): string {
    this.#names.declare(element.declares)
    const known = SENSOR_ATTRIBUTES[name]
    const parts: string[] = []
    for (const { uri, prefix, local, value } of element.attributes) {
      if (uri === XSI) continue
      if (uri === EPCIS_VOC && local === 'json') parts.push(...this.#nested(element, value))
      else {
        const kind = uri === '' ? known.get(local) : undefined
        const json = kind === undefined ? quote(value) : this.#attribute(element, local, kind)
        const key = this.#names.key(uri, prefix, local)
        if (json !== undefined) parts.push(`${quote(key)}:${json}`)
      }
    }
    for (const child of element.children) this.#unknown(child, ['attributes only'])
    return `{${parts.join(',')}}`
  }

  #attribute(element: XmlElement, name: string, kind: AttributeKind): string | undefined {
    const text = (attributeOf(element, name) ?? '').trim()
    if (typeof kind === 'object') return this.#word(kind, text)
    if (kind === 'number') return this.#number(element, text, name)
    if (kind !== 'truth') return quote(text)
    const truth = TRUTHS.get(text)
    if (truth !== undefined) return truth
    const says = `“${text.slice(0, 80)}” is neither true nor false.`
    this.#tell(element, { rule: 'wrong-type', says, attribute: name })
    return undefined
  }

  /** What attributes cannot hold, as {@link writeEvent} put it into one. */
  #nested(element: XmlElement, json: string): readonly string[] {
    try {
      const value = JSON.parse(json) as unknown
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return Object.entries(value).map(([key, one]) => `${quote(key)}:${JSON.stringify(one)}`)
      }
    } catch {
      // said below
    }
    this.#tell(element, {
      rule: 'wrong-type',
      says: 'This is the text of a JSON object, in { }.',
      attribute: 'json',
    })
    return []
  }
}

const TRUTHS: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['1', 'true'],
  ['false', 'false'],
  ['0', 'false'],
])

/** A standard word in any spelling as the bare word of the JSON binding; what is not standard as it is. */
function bareWord(vocabulary: Vocabulary, text: string, names: Names): string {
  const word = wordOf(vocabulary, text)
  if (word !== text || vocabulary.words.has(word)) return word
  const spelt = wordOf(vocabulary, names.expand(text))
  return vocabulary.words.has(spelt) ? spelt : names.value(text)
}

/**
 * JSON wants each text once in a set, XML does not. The event hash counts what is said twice twice, so the second time it is
 * said in the canonical spelling, where that is another.
 */
function distinct(texts: readonly string[]): readonly string[] {
  const said = new Set<string>(texts)
  if (said.size === texts.length) return texts
  said.clear()
  for (const text of texts) {
    said.add(said.has(text) ? quote(identify(JSON.parse(text) as string).canonical) : text)
  }
  return [...said]
}
