import { refuse } from './problem.ts'

/** Pages are no longer than this, whatever is asked for. */
export const MOST_PER_PAGE = 10_000

export type Paging = {
  readonly perPage: number
  readonly token: string | null
  /** All other parameters. */
  readonly others: readonly (readonly [name: string, text: string])[]
}

const OF_PAGING: ReadonlySet<string> = new Set(['perPage', 'nextPageToken'])

/** `perPage` (30) and `nextPageToken` of an address. @throws Refused when one is doubled, or `perPage` no number from 1. */
export function readPaging({ searchParams }: URL): Paging {
  for (const name of OF_PAGING) {
    if (searchParams.getAll(name).length > 1) {
      throw refuse('QueryParameterException', `?${name}`, 'repeated', 'is given twice')
    }
  }
  const asked = searchParams.get('perPage') ?? '30'
  if (!/^[1-9]\d{0,8}$/.test(asked)) {
    throw refuse('QueryParameterException', '?perPage', 'value', `${asked}: a whole number from 1`)
  }
  return {
    perPage: Math.min(Number(asked), MOST_PER_PAGE),
    token: searchParams.get('nextPageToken'),
    others: [...searchParams].filter(([name]) => !OF_PAGING.has(name)),
  }
}
