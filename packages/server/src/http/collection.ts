import { escapeAttribute, escapeText } from '@suyuan/core/xml/escape'
import { answer } from './answer.ts'
import { tellExtensions, type Extensions } from './extensions.ts'
import { isXml, type Form } from './form.ts'

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

export type Collection = {
  readonly member: readonly string[]
  /** Prefixes that members are written with. */
  readonly extensions?: Extensions
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A collection of names, as EPCIS 2.0 REST lists its resources. In XML, for which the standard has no schema, a `Collection` of
 * `member`s.
 */
export function collectionResponse(
  { member, extensions = {}, headers = {} }: Collection,
  form: Form,
): Response {
  const told = tellExtensions(extensions)
  const context = told === undefined ? CONTEXT : [CONTEXT, extensions]
  const body = isXml(form.mediaType)
    ? collectionXml(member, extensions)
    : JSON.stringify({ '@context': context, type: 'Collection', member })
  return answer(body, {
    headers: {
      'content-type': form.mediaType,
      ...(told !== undefined && { 'gs1-extensions': told }),
      ...headers,
    },
  })
}

function collectionXml(member: readonly string[], extensions: Extensions): string {
  const declared = Object.entries(extensions)
    .map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join('')
  const members = member.map((name) => `<member>${escapeText(name)}</member>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Collection${declared}>${members}</Collection>\n`
}

/** A URI by the first of these prefixes that it begins with; itself when there is none. */
export function shortened(
  uri: string,
  extensions: Extensions,
): { readonly name: string; readonly prefix?: string } {
  for (const [prefix, namespace] of Object.entries(extensions)) {
    const local = uri.slice(namespace.length)
    if (uri.startsWith(namespace) && /^[^\s/:][^\s:]*$/.test(local)) {
      return { name: `${prefix}:${local}`, prefix }
    }
  }
  return { name: uri }
}
