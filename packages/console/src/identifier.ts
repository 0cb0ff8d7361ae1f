import { classOf, keysOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import type { Label, Labels } from './answers.ts'

const STEM = 'https://id.gs1.org'

/** What a person reads off the thing itself: its serial, else its lot, else its key; for other URIs the tail. */
export function codeOf(id: string): string {
  const [ai, value] = keysOf(id)?.at(-1) ?? []
  if (value === undefined) return /[^/:#]+$/.exec(id)?.[0] ?? id
  // A GRAI is one value: fourteen digits of its type, then its serial.
  return ai === '8003' && value.length > 14 ? value.slice(14) : value
}

/** The path of the consumer's passport on this server, for an item or a lot of a GTIN. */
export function passportOf(id: string, language: 'zh' | 'en'): string | undefined {
  const { canonical, scheme } = identify(id)
  const has = scheme === 'sgtin' || scheme === 'lgtin'
  return has ? `${canonical.slice(STEM.length)}?lang=${language}` : undefined
}

/** The label of a thing, else that of the class it is one of. */
export function labelOf(labels: Labels, id: string): Label | undefined {
  return labels[id] ?? labels[classOf(id) ?? id]
}

/** The identifiers to ask labels for: a GTIN once, however many tins; logistic units never; all else by itself and its class. */
export function toBeLabelled(ids: Iterable<string>): readonly string[] {
  const asked = new Set<string>()
  for (const id of ids) {
    const { canonical, scheme } = identify(id)
    const own = classOf(canonical)
    if (own !== undefined) asked.add(own)
    if (!OF_MANY.has(scheme)) asked.add(canonical)
  }
  return [...asked]
}

const OF_MANY: ReadonlySet<string> = new Set(['sgtin', 'lgtin', 'sscc'])

/** The name in the reader's language, else in the other. */
export function nameIn(
  language: 'zh' | 'en',
  label: Pick<Label, 'name'> | undefined,
): string | undefined {
  const name = label?.name
  return language === 'zh' ? (name?.zh ?? name?.en) : (name?.en ?? name?.zh)
}
