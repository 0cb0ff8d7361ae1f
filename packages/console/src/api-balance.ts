import { ask } from './api.ts'

/** An amount; `atLeast`: something that belongs to it is not known. */
export type Sum = { readonly value: number; readonly uom: string; readonly atLeast?: true }

export const BY = ['line', 'day', 'supplier', 'transformation'] as const
export type By = (typeof BY)[number]

type Sums = Readonly<Partial<Record<Figure, Sum>>>
export type Figure =
  | 'in'
  | 'out'
  | 'loss'
  | 'rework'
  | 'sample'
  | 'made'
  | 'used'
  | 'sold'
  | 'shipped'
  | 'received'
  | 'left'
  | 'difference'

/** A row of `GET /balance?by=…`: of one transformation, or of all of a line, a day or a supplier. */
export type BalanceRow = Sums & {
  readonly line?: string
  readonly day?: string
  readonly supplier?: string
  /** Of one transformation. */
  readonly of?: string
  readonly bizSteps?: readonly string[]
  readonly from?: string
  readonly verdict?: 'balanced' | 'unbalanced' | 'not-judged'
  readonly tolerance?: { readonly id: string; readonly loss?: Sum; readonly gain?: Sum }
  readonly lines?: readonly BalanceLine[]
  /** Of many. */
  readonly transformations?: number
  readonly unbalanced?: number
  readonly lots?: number
  readonly beyond?: number
  readonly notJudged?: number
  readonly notWeighed?: number
}

export type BalanceLine = {
  readonly side: 'in' | 'out'
  readonly counts: string
  readonly id: string
  readonly parts: number
  readonly amount?: { readonly value: number; readonly uom?: string }
}

export type BalancePage = { readonly rows: readonly BalanceRow[]; readonly next?: string }

export type BalanceQuestion = {
  readonly by: By
  readonly from: string
  readonly to: string
  readonly verdict?: string | undefined
}

const PER_PAGE = '100'

export async function fetchBalance(
  { by, from, to, verdict }: BalanceQuestion,
  after: string | undefined,
  signal: AbortSignal,
): Promise<BalancePage> {
  const query = new URLSearchParams({
    by,
    from,
    to,
    perPage: PER_PAGE,
    ...(verdict !== undefined && by === 'transformation' && { verdict }),
    ...(after !== undefined && { nextPageToken: after }),
  })
  const response = await ask(`/balance?${query}`, {
    headers: { accept: 'application/json' },
    signal,
  })
  const { rows } = (await response.json()) as { readonly rows: readonly BalanceRow[] }
  const link = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  const next =
    link === undefined ? null : new URL(link, location.href).searchParams.get('nextPageToken')
  return { rows, ...(next !== null && { next }) }
}
