/** An attribute of an element; `uri` is its namespace, empty for none. `xmlns` is none of these. */
export type XmlAttribute = {
  readonly prefix: string
  readonly local: string
  readonly uri: string
  readonly value: string
}

/** An element with all that is in it. Comments and instructions are gone, CDATA is text, entities are read. */
export type XmlElement = {
  readonly prefix: string
  readonly local: string
  /** The namespace, empty for none. */
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
  /** What this element declares: prefix to namespace. Undefined for nothing. */
  readonly declares: Readonly<Record<string, string>> | undefined
  readonly parent: XmlElement | undefined
  readonly children: XmlElement[]
  /** The text directly in it, in one piece. */
  text: string
  readonly line: number
}

/** The value of an attribute without a namespace. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  for (const { local, uri, value } of element.attributes) {
    if (local === name && uri === '') return value
  }
  return undefined
}

/** The first child of this local name, in whatever namespace. */
export function childOf(element: XmlElement, local: string): XmlElement | undefined {
  return element.children.find((child) => child.local === local)
}

/** White space around a value says nothing (EPCIS documents in circulation are indented within values too). */
export function textOf(element: XmlElement): string {
  return element.text.trim()
}
