import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What the `jsonld` package offers and is used here; it brings no types. */
type JsonLd = {
  readonly expand: (
    document: object,
    options: { readonly documentLoader: (url: string) => Promise<object> },
  ) => Promise<readonly Node[]>
}
/** A node of expanded JSON-LD. */
export type Node = Readonly<Record<string, unknown>>

const jsonld = createRequire(import.meta.url)('jsonld') as JsonLd

const EPCIS = 'https://ref.gs1.org/epcis/'

/** GS1's context by its addresses; edition 2.0.1 moved the prefix `gs1`, so a document answered under the other would differ. */
const EDITION_2_0_0 = 'gs1-epcis/epcis-context.jsonld'
const EDITION_2_0_1 = 'openepcis-dpp-ready/vendor/gs1/epcis-context.jsonld'
const CONTEXTS: Readonly<Record<string, string>> = {
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld': EDITION_2_0_0,
  'https://gs1.github.io/EPCIS/epcis-context.jsonld': EDITION_2_0_0,
  'https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld': EDITION_2_0_1,
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld': EDITION_2_0_1,
}

/**
 * What the events of a document say, as expanded JSON-LD in document order, without what a repository adds: the
 * record time. GS1's contexts are read from files under `conformance`; nothing is fetched.
 */
export async function meaningOf(text: string, conformance: string): Promise<readonly Node[]> {
  const document = JSON.parse(text.replace(/^\uFEFF/, '')) as Node
  const [root = {}] = await jsonld.expand(document, { documentLoader: offline(conformance) })
  const events = `${EPCIS}eventTime` in root ? [root] : eventsIn(root)
  return events.map((event) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => name !== `${EPCIS}recordTime`)),
  )
}

function offline(conformance: string): (url: string) => Promise<object> {
  return (url) => {
    const file = CONTEXTS[url]
    if (file === undefined) return Promise.reject(new Error(`the tests have no context ${url}`))
    const context = readFileSync(join(conformance, file), 'utf8')
    const document = JSON.parse(context, unprotected) as object
    return Promise.resolve({ contextUrl: null, documentUrl: url, document })
  }
}

/** A document of OpenEPCIS gives `cbvmda` another meaning, which GS1's context forbids: it is read all the same. */
const unprotected = (key: string, value: unknown): unknown =>
  key === '@protected' ? undefined : value

function eventsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn)
  if (typeof value !== 'object' || value === null) return []
  const list = (value as Node)[`${EPCIS}eventList`]
  if (list !== undefined) return list as readonly Node[]
  return Object.values(value).flatMap(eventsIn)
}
