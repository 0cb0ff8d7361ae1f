import { EPCIS_NAMESPACES, NAMESPACES, type DocumentKind } from './binding.ts'
import { isEpcis } from './names.ts'

/** Where in a document the reader is: what may come next there, and what becomes of it. */
export type State = 'document' | 'body' | 'results' | 'resultsBody' | 'list'

/** `event` is read as one, `head` is kept whole for the document's other members. */
export type Next = State | 'event' | 'head'

const WAYS: Readonly<Record<State, Readonly<Record<string, Next>>>> = {
  document: { EPCISHeader: 'head', EPCISBody: 'body' },
  // 1.x and others leave QueryResults unqualified, which only 2.0's schema forbids
  body: { EventList: 'list', QueryResults: 'results', VocabularyList: 'head' },
  results: { queryName: 'head', subscriptionID: 'head', resultsBody: 'resultsBody' },
  resultsBody: { EventList: 'list', VocabularyList: 'head' },
  list: { extension: 'list' },
}

type Named = { readonly uri: string; readonly local: string }

/** What an element is here; undefined for one that has no place here. */
export function nextOf(state: State, { uri, local }: Named): Next | undefined {
  if (!isEpcis(uri)) return state === 'list' ? 'event' : 'head'
  const ways = WAYS[state]
  if (Object.hasOwn(ways, local)) return ways[local]
  return state === 'list' ? 'event' : undefined
}

export function mayHave(state: State): readonly string[] {
  return Object.keys(WAYS[state])
}

/** What a root element says the document is. */
export type Root = DocumentKind | 'event' | 'unknown'

const KINDS: ReadonlySet<string> = new Set(Object.keys(NAMESPACES['2.0']))

export function rootOf({ uri, local }: Named): Root {
  if (KINDS.has(local)) return EPCIS_NAMESPACES.has(uri) ? (local as DocumentKind) : 'unknown'
  return local.endsWith('Event') && isEpcis(uri) ? 'event' : 'unknown'
}
