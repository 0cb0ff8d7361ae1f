import type { Context } from '../event/context.ts'

/**
 * The one name of an extension field or master-data attribute, however it is written: `prefix:local`, the whole IRI, or
 * `namespace#local` as EPCIS 1.x queries have it. It is `namespace#local`, the namespace without `#`, `/` or `:` at its end,
 * for XML and JSON-LD disagree about that. A prefix that nobody declared stays; so does a name without any.
 */
export function fieldName(names: Context, key: string): string {
  const known = KNOWN.get(names) ?? new Map<string, string>()
  KNOWN.set(names, known)
  const found = known.get(key)
  if (found !== undefined) return found
  const name = nameOf(names, key)
  if (known.size >= KEPT) known.clear()
  known.set(key, name)
  return name
}

/** Contexts are shared by all events of a document, and few names come again and again. */
const KNOWN = new WeakMap<Context, Map<string, string>>()
const KEPT = 1000

function nameOf(names: Context, key: string): string {
  const colon = key.indexOf(':')
  if (colon < 1) return key
  const local = key.slice(colon + 1)
  const iri = local.startsWith('//') ? undefined : names.prefixes.get(key.slice(0, colon))
  if (iri !== undefined && /[\p{L}\p{N}]$/u.test(iri)) return joined(iri, local)
  const whole = iri === undefined ? key : iri + local
  const hash = whole.lastIndexOf('#')
  const end = hash > 0 ? hash : Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':'))
  return joined(whole.slice(0, end), whole.slice(end + 1))
}

/** GS1 moved its web vocabulary; all its addresses are one namespace. */
const GS1_VOC = /^https?:\/\/(?:www\.|ref\.)?gs1\.org\/voc$/

function joined(namespace: string, local: string): string {
  const bare = namespace.replace(/[#/:]+$/, '')
  return `${GS1_VOC.test(bare) ? 'https://ref.gs1.org/voc' : bare}#${local}`
}
