/** An XML element with all that is in it; what a request of some kilobytes is read as. */
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

/** The children of a name, in any namespace: EPCIS' own are in none, and clients qualify them all the same. */
export const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name)
