import type { MasterElement, MasterList, MasterThing, Vocabulary } from './answers.ts'
import { ask } from './api.ts'

const JSON_ONLY = { accept: 'application/json' }

async function json<T>(path: string, signal: AbortSignal): Promise<[T, Response]> {
  const response = await ask(path, { headers: JSON_ONLY, signal })
  return [(await response.json()) as T, response]
}

export async function fetchVocabularies(signal: AbortSignal): Promise<readonly Vocabulary[]> {
  const [{ vocabularies }] = await json<{ vocabularies: readonly Vocabulary[] }>(
    '/masterdata/vocabularies',
    signal,
  )
  return vocabularies
}

type Listed = {
  readonly epcisBody: {
    readonly queryResults: {
      readonly resultsBody: {
        readonly vocabularyList: readonly {
          readonly type: string
          readonly vocabularyElementList: readonly MasterElement[]
        }[]
      }
    }
  }
}

const PER_PAGE = '50'

/** A page of a vocabulary, or of all; `after` is the token of the page before. */
export async function fetchMasterList(
  vocabulary: string | undefined,
  after: string | undefined,
  signal: AbortSignal,
): Promise<MasterList> {
  const query = new URLSearchParams({
    perPage: PER_PAGE,
    ...(vocabulary !== undefined && { vocabularyName: vocabulary }),
    ...(after !== undefined && { nextPageToken: after }),
  })
  const [listed, response] = await json<Listed>(`/masterdata?${query}`, signal)
  const elements = listed.epcisBody.queryResults.resultsBody.vocabularyList.flatMap(
    ({ type, vocabularyElementList }) => vocabularyElementList.map((one) => ({ ...one, type })),
  )
  const link = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  const next =
    link === undefined ? null : new URL(link, location.href).searchParams.get('nextPageToken')
  return { elements, ...(next !== null && { next }) }
}

export async function fetchMasterThing(
  id: string,
  before: number | undefined,
  signal: AbortSignal,
): Promise<MasterThing> {
  const query = before === undefined ? '' : `?before=${before}`
  const [thing] = await json<MasterThing>(`/masterdata/${encodeURIComponent(id)}${query}`, signal)
  return thing
}
