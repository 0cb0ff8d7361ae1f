import type { LotCount } from '@suyuan/core/recall/case'
import { lotText } from './lot-text.ts'
import type { BalanceRow } from './report.ts'
import type { Language } from './words.ts'

/** Lots that a report balances; more are for the balance itself. */
const MOST = 30

type Amount = { readonly value: number; readonly uom: string; readonly atLeast?: true }

const FIGURES = {
  made: ['生成', 'made'],
  used: ['投用', 'used'],
  sold: ['售出', 'sold'],
  loss: ['损耗', 'loss'],
  sample: ['留样', 'samples'],
  rework: ['返工', 'rework'],
  left: ['结余', 'left'],
} as const

const VERDICTS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  within: ['平衡', 'balances'],
  beyond: ['超出生成量', 'more than was made'],
  'not-judged': ['无法判定', 'not judged'],
}

type Balance = { readonly verdict: string; readonly because?: string } & Readonly<
  Partial<Record<keyof typeof FIGURES, Amount>>
>

/** The balances of the first of these lots; a lot that cannot be balanced is left out. */
export async function balanceRows(
  lots: readonly LotCount[],
  language: Language,
  ask: (path: string) => Promise<Response>,
): Promise<readonly BalanceRow[]> {
  const at = language === 'zh' ? 0 : 1
  const rows: BalanceRow[] = []
  for (const { lot } of lots.slice(0, MOST)) {
    if (lot === null) continue
    const response = await ask(`/balance?${new URLSearchParams({ of: lot })}`)
    if (!response.ok) continue
    const balance = (await response.json()) as Balance
    rows.push({
      lot: lotText(lot).lot,
      figures: (Object.keys(FIGURES) as readonly (keyof typeof FIGURES)[]).flatMap((name) => {
        const amount = balance[name]
        return amount === undefined || amount.value === 0
          ? []
          : [[FIGURES[name][at], amountText(amount)] as const]
      }),
      verdict: VERDICTS[balance.verdict]?.[at] ?? balance.verdict,
    })
  }
  return rows
}

const amountText = ({ value, uom, atLeast }: Amount): string =>
  `${atLeast === true ? '≥ ' : ''}${Number(value.toPrecision(9))} ${uom}`
