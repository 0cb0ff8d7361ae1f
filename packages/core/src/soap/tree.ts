import type { XmlElement } from '../xml/element.ts'

/** An XML element with all that is in it, its place and what prefixes mean there; requests are small. */
export type Element = {
  readonly namespace: string
  /** Without its prefix. */
  readonly name: string
  /** Attributes by `{namespace}name`, those without a namespace by name alone. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** Its own text, that of its children left out. */
  readonly text: string
  /** Namespaces by prefix, as they hold here. */
  readonly prefixes: ReadonlyMap<string, string>
  /** Where it stands: `/Envelope/Body/Poll`. */
  readonly at: string
}

const NONE: ReadonlyMap<string, string> = new Map()

export function elementOf(
  { uri, local, attributes, children, text, declares }: XmlElement,
  above: { readonly at: string; readonly prefixes: ReadonlyMap<string, string> } = {
    at: '',
    prefixes: NONE,
  },
): Element {
  const at = `${above.at}/${local}`
  const prefixes =
    declares === undefined
      ? above.prefixes
      : new Map([...above.prefixes, ...Object.entries(declares)])
  return {
    namespace: uri,
    name: local,
    attributes: new Map(
      attributes.map((one) => [one.uri === '' ? one.local : `{${one.uri}}${one.local}`, one.value]),
    ),
    children: children.map((child) => elementOf(child, { at, prefixes })),
    text,
    prefixes,
    at,
  }
}

/** The children of a name, in any namespace: EPCIS' own are in none, and clients qualify them all the same. */
export const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name)
