import type { Problem } from '../problem.ts'
import type { XmlElement } from './element.ts'

/** The name of an element as it was written. */
export function nameOf({
  prefix,
  local,
}: {
  readonly prefix: string
  readonly local: string
}): string {
  return prefix === '' ? local : `${prefix}:${local}`
}

/** The place of an element, below the one whose place is known. */
export function pathOf(element: XmlElement, root: XmlElement, path: string): string {
  if (element === root || element.parent === undefined) return path
  const { parent } = element
  let [index, alike] = [0, 0]
  for (const child of parent.children) {
    if (child.local !== element.local || child.prefix !== element.prefix) continue
    alike++
    if (child === element) index = alike
  }
  const number = alike > 1 ? `[${index}]` : ''
  return `${pathOf(parent, root, path)}/${nameOf(element)}${number}`
}

/** A problem with an element, or an attribute of it. */
export function problemAt(
  element: XmlElement,
  { root, path }: { readonly root: XmlElement; readonly path: string },
  { rule, says, attribute }: { rule: string; says: string; attribute?: string },
): Problem {
  const at = pathOf(element, root, path) + (attribute === undefined ? '' : `/@${attribute}`)
  return { at, rule, says: onLine(says, element.line) }
}

export function onLine(says: string, line: number): string {
  return `${says} (line ${line})`
}

/**
 * A problem with the JSON made from an element, by JSON pointer below `path`, as one with the element: the nearest that
 * can be pointed at.
 */
export function toElement(problem: Problem, root: XmlElement, path: string): Problem {
  const steps = problem.at
    .slice(path.length)
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  let element = root
  let attribute: string | undefined
  for (const step of steps) {
    const next = /^\d+$/.test(step) ? numbered(element, Number(step)) : named(element, step)
    if (next === undefined) {
      attribute = element.attributes.find((one) => nameOf(one) === step)?.local
      break
    }
    element = next
  }
  const { rule, says } = problem
  return problemAt(
    element,
    { root, path },
    { rule, says, ...(attribute !== undefined && { attribute }) },
  )
}

const LISTS = /List$|^childEPCs$|^correctiveEventIDs$|^children$|^attributes$/

/** An entry of a list: a child of the list's element, or the element again. */
function numbered(element: XmlElement, index: number): XmlElement | undefined {
  if (LISTS.test(element.local)) return element.children[index]
  return element.parent?.children.filter(({ local }) => local === element.local)[index]
}

/** Fields of 1.x stand in wrappers; a list that JSON names and XML does not is where its entries are. */
function named(element: XmlElement, key: string): XmlElement | undefined {
  const local = key.slice(key.indexOf(':') + 1)
  for (const child of element.children) {
    if (child.local === local) return child
    if (child.local !== 'extension' && child.local !== 'baseExtension') continue
    const inside = named(child, key)
    if (inside !== undefined) return inside
  }
  return undefined
}
