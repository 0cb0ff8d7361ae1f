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
const GS1_CONTEXT =
  /^https:\/\/(?:ref\.gs1\.org\/standards\/epcis|gs1\.github\.io\/EPCIS)\/(?:.*\/)?epcis-context\.jsonld$/

/**
 * What the events of a document say, as expanded JSON-LD in document order, without what a repository adds: the record
 * time. Whatever address GS1's context is reached by, its file under `conformance` is
 * read; nothing is fetched.
 */
export async function meaningOf(text: string, conformance: string): Promise<readonly Node[]> {
  const document = JSON.parse(text.replace(/^\uFEFF/, '')) as Node
  const [root = {}] = await jsonld.expand(document, { documentLoader: offline(conformance) })
  const events = `${EPCIS}eventTime` in root ? [root] : eventsIn(root)
  return events.map(({ [`${EPCIS}recordTime`]: _, ...event }) => event)
}

function offline(conformance: string): (url: string) => Promise<object> {
  const file = join(conformance, 'gs1-epcis/epcis-context.jsonld')
  return (url) => {
    if (!GS1_CONTEXT.test(url)) return Promise.reject(new Error(`the tests have no context ${url}`))
    const document = JSON.parse(readFileSync(file, 'utf8')) as object
    return Promise.resolve({ contextUrl: null, documentUrl: url, document })
  }
}

function eventsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn)
  if (typeof value !== 'object' || value === null) return []
  const list = (value as Node)[`${EPCIS}eventList`]
  if (list !== undefined) return list as readonly Node[]
  return Object.values(value).flatMap(eventsIn)
}
