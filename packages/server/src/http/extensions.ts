import { isIri } from '@suyuan/core/event/context'
import type { Problem } from '@suyuan/core/problem'

/** Prefixes and the namespaces they stand for. */
export type Extensions = Readonly<Record<string, string>>

export const NO_EXTENSIONS: Extensions = {}

const NAME = /^(?!xml)[A-Za-z_][\w.-]*$/i

/**
 * The header `GS1-Extensions` (EPCIS 2.0 §12.5.2): `prefix=namespace`, several with commas between, the header repeatable.
 * A namespace may hold a comma: what follows one belongs to it unless it looks like another pair.
 */
export function readExtensions(
  header: string | null,
): { readonly extensions: Extensions } | { readonly problems: readonly Problem[] } {
  if (header === null || header.trim() === '') return { extensions: NO_EXTENSIONS }
  const extensions: Record<string, string> = {}
  const problems: Problem[] = []
  for (const pair of header.split(/\s*,\s*(?=[A-Za-z_][\w.-]*=|$)/)) {
    if (pair.trim() === '') continue
    const equals = pair.indexOf('=')
    const prefix = pair.slice(0, Math.max(equals, 0)).trim()
    const namespace = pair.slice(equals + 1).trim()
    const wrong = wrongWith(prefix, namespace, extensions)
    if (wrong === undefined) extensions[prefix] = namespace
    else {
      problems.push({ at: 'GS1-Extensions', rule: 'value', says: `${pair.trim()}: ${wrong}` })
    }
  }
  return problems.length > 0 ? { problems } : { extensions }
}

function wrongWith(prefix: string, namespace: string, known: Extensions): string | undefined {
  if (!NAME.test(prefix)) return 'write prefix=namespace, like example=https://example.com/ns/'
  if (!isIri(namespace)) return 'the namespace is no absolute URI'
  const other = Object.hasOwn(known, prefix) ? known[prefix] : undefined
  if (other !== undefined && other !== namespace) return `${prefix} stands for ${other} already`
  return undefined
}

/** Longer than this it might not pass a proxy; prefixes that come first are told. */
const LONGEST = 4000

/** {@link readExtensions} the other way round; undefined when there is nothing to tell. */
export function tellExtensions(extensions: Extensions): string | undefined {
  let told = ''
  for (const [prefix, namespace] of Object.entries(extensions)) {
    if (!/^[!-~]+$/.test(prefix + namespace)) continue
    const more = `${told === '' ? '' : ', '}${prefix}=${namespace}`
    if (told.length + more.length > LONGEST) break
    told += more
  }
  return told === '' ? undefined : told
}
