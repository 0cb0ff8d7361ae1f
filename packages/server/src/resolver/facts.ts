import type { Ask, HistoryAnswer } from './ask.ts'
import { known } from './known.ts'
import { canonicalOf } from './link.ts'
import type { CodeUrl, PassportFacts } from './passport-facts.ts'
import { recordOf, type OwnRecord } from './record.ts'
import { labelsOf } from './upstream.ts'
import { wayOf } from './way-facts.ts'

/**
 * Gathers what the passport of a code tells. The page of an item that was never made, or whose making was declared
 * wrong, gets no way and no tests: a forged code must not borrow them from the lot it names.
 * Asks at most `MOST_HISTORIES` + 3 histories, one trace, one `where`, and three times for labels.
 */
export async function passportFacts(ask: Ask, url: CodeUrl): Promise<PassportFacts> {
  const ids = canonicalOf(url)
  const of = ids.item ?? ids.lot ?? ids.product
  const [history, labels] = await Promise.all([ask.history(of), labelsOf(ask, [ids.product])])
  const record = await ownRecord(ask, of, history)
  const product = labels.get(ids.product)?.name
  const hasWay = ids.item === undefined ? ids.lot !== undefined : record.making !== undefined
  const erased = hasWay && history !== undefined ? undefined : await ask.erased?.(of)
  const isKnown = [history, product, erased].some((one) => one !== undefined)
  const base = known({
    of,
    url,
    seen: history !== undefined,
    known: isKnown || (await anySeen(ask, [ids.lot, ids.product])),
    voided: record.voided,
    erased,
    product,
  })
  if (history === undefined || !hasWay) {
    return { ...base, dates: {}, steps: [], tests: [], gaps: [], complete: true }
  }
  return { ...base, ...(await wayOf(ask, { url, of, history, record })) }
}

async function anySeen(ask: Ask, ids: readonly (string | undefined)[]): Promise<boolean> {
  for (const id of ids) {
    if (id !== undefined && (await ask.history(id)) !== undefined) return true
  }
  return false
}

/** What makes a thing is in its history; a making that was declared wrong is in its events only. */
async function ownRecord(
  ask: Ask,
  of: string,
  history: HistoryAnswer | undefined,
): Promise<OwnRecord> {
  const record = recordOf(of, history)
  if (history === undefined || record.making !== undefined || record.voided) return record
  const events = await ask.named(of)
  return recordOf(of, { events: events.map((event) => ({ event })) })
}
