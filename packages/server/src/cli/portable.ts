import { createHash, hash } from 'node:crypto'
import { readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { hashId } from '@suyuan/core/hash/prehash'
import { withMembers } from '@suyuan/core/json/members'
import { parseKeepingDigits } from '@suyuan/core/json/parse'
import { createSplitter } from '@suyuan/core/json/split'
import type { Target } from './target.ts'

/** What an export says of itself; written last, so that a folder without it is not whole. */
export type Manifest = {
  readonly format: 'suyuan-export'
  readonly version: 1
  readonly events: number
  /** SHA-256 over the events' names in order of capture, each with a line feed. */
  readonly names: string
  readonly documents: readonly Listed[]
  readonly masterData: Listed & { readonly things: number }
}

export type Listed = { readonly file: string; readonly events: number; readonly sha256: string }

export const MANIFEST = 'manifest.json'

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/** Counts names, and hashes them in order. */
export class Names {
  readonly #hash = createHash('sha256')
  count = 0

  add(names: readonly string[]): void {
    for (const name of names) this.#hash.update(`${name}\n`)
    this.count += names.length
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}

/** An asked page was refused, or is not what a suyuan answers. */
export class NotAnswered extends Error {
  readonly answer: Response

  constructor(answer: Response) {
    super(`answered with ${answer.status}`)
    this.name = 'NotAnswered'
    this.answer = answer
  }
}

/** All pages of an answer, as text, by their Link headers. @throws NotAnswered when one is refused. */
export async function* pagesOf(target: Target, path: string): AsyncGenerator<string> {
  let next: string | undefined = path
  while (next !== undefined) {
    const answer: Response = await target.ask(next)
    if (!answer.ok) throw new NotAnswered(answer)
    yield await answer.text()
    const link = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    const url: URL | undefined = link === undefined ? undefined : new URL(link, 'http://localhost')
    next = url && `${url.pathname}${url.search}`
  }
}

/** All events in order of capture, as they were when the first page was asked. */
export const ALL_EVENTS = '/events?orderBy=recordTime&orderDirection=ASC&perPage=1000'

export type Portable = { readonly text: string; readonly names: readonly string[] }

/**
 * A page of events as the document that captures them again: what this repository added (its record time, and the event
 * hash as the name of an event that has none) is taken out, every other character stays.
 */
export function portable(page: string, creationDate: string): Portable {
  const splitter = createSplitter()
  const events = splitter.push(page)
  const { context } = splitter
  if (context === undefined || !splitter.end().ok) throw new Error('the server sent no document')
  const standing = JSON.parse(context) as Json
  const names: string[] = []
  const texts = events.map(({ text }) => {
    const bare = without(text, 'recordTime')
    const { eventID, '@context': own } = JSON.parse(bare) as {
      readonly eventID: string
      readonly '@context'?: Json
    }
    names.push(eventID)
    if (!eventID.startsWith('ni:///')) return bare
    const exact = parseKeepingDigits(bare) as JsonObject
    const given = hashId(exact, readContext(standing, own), sha256) !== eventID
    return given ? bare : without(bare, 'eventID')
  })
  return {
    text: documentOf(context, creationDate, `"epcisBody":{"eventList":[\n${texts.join(',\n')}\n]}`),
    names,
  }
}

/** Sets a member to a text, which puts it first, then cuts that off. */
function without(text: string, member: string): string {
  const marked = withMembers(text, { [member]: '' })
  return `{${marked.slice(`{${JSON.stringify(member)}:"",`.length)}`
}

function documentOf(context: string, creationDate: string, rest: string): string {
  return `{"@context":${context},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"${creationDate}",${rest}}`
}

/** One thing as master data describes it. */
export type Element = {
  readonly type: string
  readonly id: string
  readonly attributes: readonly { readonly id: string; readonly attribute: Json }[]
  readonly children: readonly string[]
}

/** All that master data describes. */
export async function elementsOf(target: Target): Promise<readonly Element[]> {
  const elements: Element[] = []
  for await (const page of pagesOf(target, '/admin/masterdata')) {
    elements.push(...(JSON.parse(page) as { readonly elements: readonly Element[] }).elements)
  }
  return elements
}

const GS1 = '"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'

/** A document of master data alone. */
export function masterDataDocument(elements: readonly Element[], creationDate: string): string {
  const vocabularyList = [...Map.groupBy(elements, ({ type }) => type)].map(([type, alike]) => ({
    type,
    vocabularyElementList: alike.map(({ id, attributes, children }) => ({
      id,
      ...(attributes.length > 0 && { attributes }),
      ...(children.length > 0 && { children }),
    })),
  }))
  const header = JSON.stringify({ epcisMasterData: { vocabularyList } }, null, 1)
  return documentOf(GS1, creationDate, `"epcisHeader":${header},"epcisBody":{"eventList":[]}`)
}

/** The elements of {@link masterDataDocument}. */
export function elementsIn(document: string): readonly Element[] {
  const { epcisHeader } = JSON.parse(document) as {
    readonly epcisHeader: {
      readonly epcisMasterData: {
        readonly vocabularyList: readonly {
          readonly type: string
          readonly vocabularyElementList: readonly (Partial<Element> & { readonly id: string })[]
        }[]
      }
    }
  }
  return epcisHeader.epcisMasterData.vocabularyList.flatMap(({ type, vocabularyElementList }) =>
    vocabularyElementList.map((one) => ({ attributes: [], children: [], ...one, type })),
  )
}
