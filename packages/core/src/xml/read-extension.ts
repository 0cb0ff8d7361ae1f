import { RDF, XSI } from './binding.ts'
import { textOf, type XmlElement } from './element.ts'
import type { Names } from './names.ts'
import { quote } from './quote.ts'

/** Members of a JSON object under way: each key with the JSON texts of its values. */
export type Members = Map<string, string[]>

export function addMember(members: Members, key: string, json: string): void {
  const values = members.get(key)
  if (values === undefined) members.set(key, [json])
  else values.push(json)
}

/** A key with one value has that value, with several a list. A list as the only value stands in a list: that is what it was. */
export function memberText(key: string, values: readonly string[]): string {
  const [only = ''] = values
  const one = values.length === 1 && !only.startsWith('[')
  return `${quote(key)}:${one ? only : `[${values.join(',')}]`}`
}

export function membersText(members: Members): string {
  return [...members].map(([key, values]) => memberText(key, values)).join(',')
}

/**
 * An element of someone's own as JSON text: its text, or an object of its attributes (`@name`), text (`#text`) and
 * elements. What it says in `xsi:` of its type is left out: it means the same without.
 */
export function extensionText(
  element: XmlElement,
  names: Names,
  without: { has: (attribute: string) => boolean } = NOTHING,
): string {
  names.declare(element.declares)
  if (isNil(element)) return 'null'
  const members = attributesOf(element, names, without)
  const text = textOf(element)
  if (members.size === 0) {
    if (element.children.length === 0) return quote(text)
    if (text === '' && isList(element)) {
      return `[${element.children.map((child) => extensionText(child, names)).join(',')}]`
    }
  }
  if (text !== '') addMember(members, '#text', quote(text))
  for (const child of element.children) {
    names.declare(child.declares)
    const key = names.key(child.uri, child.prefix, child.local)
    addMember(members, key, extensionText(child, names))
  }
  return `{${membersText(members)}}`
}

function attributesOf(
  { attributes }: XmlElement,
  names: Names,
  without: { has: (attribute: string) => boolean },
): Members {
  const members: Members = new Map()
  for (const { uri, prefix, local, value } of attributes) {
    if (uri === XSI || (uri === '' && without.has(local))) continue
    addMember(members, `@${names.key(uri, prefix, local)}`, quote(value))
  }
  return members
}

/** XML Schema's way to say that an element says nothing. */
export function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(
    ({ uri, local, value }) => uri === XSI && local === 'nil' && /^\s*(?:true|1)\s*$/.test(value),
  )
}

const NOTHING: ReadonlySet<string> = new Set()

function isList({ children }: XmlElement): boolean {
  return children.every(({ uri, local }) => uri === RDF && local === 'li')
}
