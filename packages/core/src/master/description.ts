import { attributeName, type Attribute } from './attribute.ts'

/** What one capture said of one thing. */
export type Statement = {
  /** The identifier as it was spelt, where that is not how it is filed. */
  readonly spelt?: string
  readonly attributes: readonly Attribute[]
  /** Direct sub-locations, sub-classes and the like; none: nothing was said of them. */
  readonly children: readonly string[]
  /** It was said that there are none. */
  readonly childless?: true
}

/** An attribute that holds now, and the number of the statement that it holds since. */
export type Standing = Attribute & { readonly since: number }

/** All that holds of one thing now. */
export type Description = {
  readonly spelt?: string
  readonly attributes: readonly Standing[]
  readonly children: readonly string[]
  /** The statement that the children hold since. */
  readonly childrenSince?: number
}

export const NOTHING_SAID: Description = { attributes: [], children: [] }

/**
 * A thing after one more statement. EPCIS 2.0 does not say what a second description of one thing does; here what it names
 * takes the place of what was said before: all values of an attribute, all children. What it does not name stays. An
 * attribute whose value is null is withdrawn.
 */
export function after(before: Description, statement: Statement, number: number): Description {
  const said = Map.groupBy(statement.attributes, ({ id }) => attributeName(id))
  const spelt = statement.spelt ?? before.spelt
  return {
    ...(spelt !== undefined && { spelt }),
    attributes: attributesAfter(before.attributes, said, number),
    ...childrenAfter(before, statement, number),
  }
}

function attributesAfter(
  before: readonly Standing[],
  said: ReadonlyMap<string, readonly Attribute[]>,
  number: number,
): readonly Standing[] {
  const standing = Map.groupBy(before, ({ id }) => attributeName(id))
  const names = new Set([...standing.keys(), ...said.keys()])
  return [...names].flatMap((name) => {
    const old = standing.get(name) ?? []
    const given = said.get(name)
    if (given === undefined || sameValues(old, given)) return old
    return given
      .filter(({ attribute }) => attribute !== null)
      .map(({ id, attribute }) => ({ id, attribute, since: number }))
  })
}

const sameValues = (old: readonly Attribute[], given: readonly Attribute[]): boolean =>
  valuesIn(old) === valuesIn(given)

const valuesIn = (attributes: readonly Attribute[]): string =>
  JSON.stringify(attributes.map(({ id, attribute }) => [id, attribute]))

function childrenAfter(
  { children, childrenSince }: Description,
  statement: Statement,
  number: number,
): Pick<Description, 'children' | 'childrenSince'> {
  const given = statement.childless === true ? [] : [...new Set(statement.children)]
  const silent = given.length === 0 && statement.childless !== true
  if (!silent && JSON.stringify(given) !== JSON.stringify(children)) {
    return { children: given, childrenSince: number }
  }
  return { children, ...(childrenSince !== undefined && { childrenSince }) }
}

/** Whether a statement leaves all as it is. */
export function saysNothingNew(before: Description, statement: Statement): boolean {
  return JSON.stringify(after(before, statement, 0)) === JSON.stringify(before)
}
