import { json, Refused, search } from './api.ts'

/** `GET /sellable` */
export type Verdict = {
  readonly of: string
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly reasons: readonly {
    readonly kind: string
    readonly ref: string
    readonly of?: string
    readonly until?: string
  }[]
}

/** What a scanner gives that is no identifier by itself leads to one by the search, where it leads to one alone. */
export async function fetchSellable(scanned: string, signal: AbortSignal): Promise<Verdict> {
  try {
    return await verdictOn(scanned, signal)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 400) throw error
    const [only, ...others] = await search(scanned, signal)
    if (only === undefined) throw error
    if (others.length > 0) throw new Refused(400, 'several', ['several'], { cause: error })
    return verdictOn(only.id, signal)
  }
}

function verdictOn(of: string, signal: AbortSignal): Promise<Verdict> {
  return json(`/sellable?${new URLSearchParams({ of })}`, signal)
}
