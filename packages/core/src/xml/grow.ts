import type { SaxesTagNS } from 'saxes'
import type { XmlAttribute, XmlElement } from './element.ts'
import { XMLNS } from './binding.ts'

/** Grows one element out of what is told of it. */
export class Growing {
  readonly root: XmlElement
  #current: XmlElement
  /** Characters of names and texts. */
  chars = 0

  constructor(tag: SaxesTagNS, line: number, parent?: XmlElement) {
    this.root = elementOf(tag, line, parent)
    this.#current = this.root
  }

  open(tag: SaxesTagNS, line: number): void {
    const child = elementOf(tag, line, this.#current)
    this.#current.children.push(child)
    this.#current = child
    this.chars += tag.name.length
    for (const { value } of child.attributes) this.chars += value.length
  }

  text(text: string): void {
    const { text: before } = this.#current
    this.#current.text = before === '' ? text : before + text
    this.chars += text.length
  }

  /** Whether the element is whole now. */
  close(): boolean {
    if (this.#current === this.root) return true
    this.#current = this.#current.parent ?? this.root
    return false
  }
}

const NONE: readonly XmlAttribute[] = []

/** An element as it begins. */
export function elementOf(
  { prefix, local, uri, attributes, ns }: SaxesTagNS,
  line: number,
  parent: XmlElement | undefined,
): XmlElement {
  let own: XmlAttribute[] | undefined
  let declares = false
  for (const name in attributes) {
    const attribute = attributes[name]
    if (attribute === undefined) continue
    if (attribute.uri === XMLNS) declares = true
    else (own ??= []).push(attribute)
  }
  return {
    prefix,
    local,
    uri,
    attributes: own ?? NONE,
    declares: declares ? ns : undefined,
    parent,
    children: [],
    text: '',
    line,
  }
}
