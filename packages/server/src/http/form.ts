import type { Problem } from '@suyuan/core/problem'
import type { XmlVersion } from '@suyuan/core/xml/binding'
import { choosing } from './accept.ts'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extensions.ts'
import { refuse, Refused } from './problem.ts'
import { wantsOlder } from './versions.ts'

export const EPC_FORMATS = [
  'No_Preference',
  'Always_GS1_Digital_Link',
  'Always_EPC_URN',
  'Never_Translates',
] as const

export type EpcFormat = (typeof EPC_FORMATS)[number]

export const CBV_XML_FORMATS = [
  'No_Preference',
  'Always_Web_URI',
  'Always_URN',
  'Never_Translates',
] as const

export type CbvXmlFormat = (typeof CBV_XML_FORMATS)[number]

/** The media types that events, collections and jobs go out as; the first is what is sent unasked. */
export const DOCUMENT_TYPES = [
  'application/json',
  'application/ld+json',
  'application/xml',
  'text/xml',
] as const

export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/** How a client wants its answer (EPCIS 2.0 §12.5): plain data, and so it can go to the thread that writes. */
export type Form = {
  readonly mediaType: DocumentType
  /** The edition of XML; JSON is 2.0. */
  readonly version: XmlVersion
  readonly epcFormat: EpcFormat
  /** For XML alone. */
  readonly cbvXmlFormat: CbvXmlFormat
  readonly extensions: Extensions
}

/** OpenAPI of EPCIS 2.0: what is meant when nothing is said. See decision 021. */
export const UNASKED: Form = {
  mediaType: 'application/json',
  version: '2.0',
  epcFormat: 'Always_GS1_Digital_Link',
  cbvXmlFormat: 'No_Preference',
  extensions: NO_EXTENSIONS,
}

export const isXml = (type: string): boolean => type.endsWith('/xml')

const chooseDocument = choosing([...DOCUMENT_TYPES, 'application/problem+json'])
const chooseXml = choosing(['application/xml', 'text/xml'])

/** What an older client means that says nothing: EPCIS 1.2 knows no Digital Links. */
const OLDER_UNASKED = { epcFormat: 'Always_EPC_URN', version: '1.2' } as const

/**
 * How the client wants events, collections or jobs.
 *
 * @throws Refused (NotAcceptableException) when it takes none of {@link DOCUMENT_TYPES}, (QueryParameterException) naming all
 *   headers that cannot be read.
 */
export function formOf({ headers }: Request): Form {
  const older = wantsOlder(headers)
  const mediaType = mediaTypeOf(headers.get('accept'), older)
  const unasked = older ? { ...UNASKED, ...OLDER_UNASKED } : UNASKED
  const problems: Problem[] = []
  const epcFormat = oneOf('GS1-EPC-Format', EPC_FORMATS, headers, problems)
  const cbvXmlFormat = oneOf('GS1-CBV-XML-Format', CBV_XML_FORMATS, headers, problems)
  const read = readExtensions(headers.get('gs1-extensions'))
  if ('problems' in read) problems.push(...read.problems)
  if (problems.length > 0) throw new Refused('QueryParameterException', problems)
  return {
    mediaType,
    version: unasked.version,
    epcFormat: epcFormat ?? unasked.epcFormat,
    cbvXmlFormat: cbvXmlFormat ?? unasked.cbvXmlFormat,
    extensions: 'extensions' in read ? read.extensions : NO_EXTENSIONS,
  }
}

function mediaTypeOf(accept: string | null, older: boolean): DocumentType {
  if (older) {
    const xml = chooseXml(accept)
    if (xml !== undefined) return xml
    const says = `${accept ?? ''}: EPCIS before 2.0 is answered as application/xml`
    throw refuse('NotAcceptableException', 'Accept', 'not-acceptable', says)
  }
  const chosen = chooseDocument(accept)
  if (chosen === undefined) throw notOffered(accept, DOCUMENT_TYPES)
  return chosen === 'application/problem+json' ? 'application/json' : chosen
}

/** A header that is one of some words, in whatever case; undefined when it is not there or wrong. */
function oneOf<T extends string>(
  name: string,
  words: readonly T[],
  headers: Headers,
  problems: Problem[],
): T | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  const asked = text.trim().toLowerCase()
  const word = words.find((one) => one.toLowerCase() === asked)
  if (word === undefined) {
    problems.push({ at: name, rule: 'value', says: `${text}: it is one of ${words.join(', ')}` })
  }
  return word
}

export function notOffered(accept: string | null, offered: readonly string[]): Refused {
  const says = `${accept ?? ''}: this is answered as ${offered.join(', ')}`
  return refuse('NotAcceptableException', 'Accept', 'not-acceptable', says)
}

const chooseProblem = choosing([
  'application/problem+json',
  'application/json',
  'application/ld+json',
  'application/problem+xml',
  'application/xml',
  'text/xml',
])

/** Whether a refusal is told as `application/problem+xml`; as JSON to whoever takes neither. */
export function refusedInXml({ headers }: Request): boolean {
  return chooseProblem(headers.get('accept'))?.endsWith('xml') ?? false
}
