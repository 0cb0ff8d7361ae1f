import { ask } from './api.ts'

export type Factor = { readonly kind: string; readonly id: string; readonly at?: string }

export type Share = {
  readonly count: number
  readonly certain: number
  readonly possible: number
  readonly of: number
  readonly share: number
}

/** What the same ones have; the record cannot tell `alike` apart from `factor`. */
export type Cause = {
  readonly rank: number
  readonly factor: Factor
  readonly alike: readonly Factor[]
  readonly alikeCount: number
  readonly signs: readonly { readonly id: string; readonly sign: string }[]
  readonly bad: Share
  readonly good: Share
  readonly pAdjusted: number
}

/** `POST /common-cause` */
export type Ranking = {
  readonly bad: number
  readonly good: number
  readonly unseen: readonly string[]
  /** The good ones were drawn, because none were given. */
  readonly control?: object
  readonly tried: number
  readonly found: number
  readonly causes: readonly Cause[]
}

export async function fetchCause(
  bad: readonly string[],
  good: readonly string[],
  signal: AbortSignal,
): Promise<Ranking> {
  const response = await ask('/common-cause', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ bad, ...(good.length > 0 && { good }) }),
    signal,
  })
  return (await response.json()) as Ranking
}
