import { identify } from '@suyuan/core/id/identify'
import type { Balances } from '../access/balances.ts'
import type { Engine } from '../db/engine.ts'
import { shownLot } from './answer.ts'
import { holdersBy } from './holders.ts'
import { lotBalance } from './lot.ts'

/** {@link Balances} of the lots of this store; one is in memory at a time. */
export const balancesOf = (engine: Engine): Balances =>
  async function* (lots, { signal, ...asker }) {
    const holderOf = holdersBy(engine)
    for await (const spelt of lots) {
      const lot = identify(spelt).canonical
      const asked = { lot, holderOf, ...(signal && { signal }) }
      const balance = await lotBalance(engine, asker, asked)
      if (balance !== undefined) yield shownLot(balance)
    }
  }
