import type { Tx, Work } from '../db/engine.ts'
import { idsIn } from './blocks.ts'
import { findOpen } from './kept.ts'
import { findNewest } from './versions.ts'

/** What open cases are about, as retention asks: their graphs stay. */
export const underRecallOf: Work<
  undefined,
  readonly { readonly recall: string; readonly things: readonly string[] }[]
> = { run: findUnderRecall, module: import.meta.url, name: 'findUnderRecall' }

export async function findUnderRecall(
  tx: Tx,
): Promise<readonly { readonly recall: string; readonly things: readonly string[] }[]> {
  const found = []
  for (const { number, suspects } of await findOpen(tx)) {
    const things = suspects.flatMap((one) => ('id' in one ? [one.id] : []))
    // What a selection found is named thing by thing: it may find nothing once something went.
    if (suspects.some((one) => 'made' in one)) {
      const newest = await findNewest(tx, number)
      if (newest !== undefined) things.push(...(await idsIn(tx, newest.run)))
    }
    found.push({ recall: String(number), things })
  }
  return found
}
