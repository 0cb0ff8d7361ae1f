import { openStore } from '../../packages/server/src/store/open.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { holdersContract } from './holders.contract.ts'
import { largeContract } from './large.contract.ts'
import { madeContract } from './made.contract.ts'
import { masterContract } from './master.contract.ts'
import { movedUpContract } from './moved-up.contract.ts'
import { parametersContract } from './parameters.contract.ts'
import { prefixesContract } from './prefixes.contract.ts'
import { shapesContract } from './shapes.contract.ts'
import { skewContract } from './skew.contract.ts'
import { storeContract } from './store.contract.ts'
import { together } from './together.contract.ts'
import { traceContract } from './trace.contract.ts'
import { viewerContract } from './viewer.contract.ts'
import { writersContract } from './writers.contract.ts'

/** What an earlier version left may need a place and a way to be opened of its own. */
type Grown = {
  readonly place: () => Promise<string>
  readonly open: (place: string) => Promise<Engine>
}

/** All that holds on every engine. `place` gives a new, empty folder or database; some are for several servers at once. */
export function contracts(
  name: string,
  place: () => Promise<string>,
  { shared, grown }: { readonly shared: boolean; readonly grown?: Grown },
): void {
  const open = async (): Promise<Engine> => openStore(await place())
  storeContract(name, open)
  viewerContract(name, open)
  masterContract(name, open)
  holdersContract(name, open)
  madeContract(name, open)
  prefixesContract(name, open)
  shapesContract(name, place)
  parametersContract(name, place)
  largeContract(name, place)
  writersContract(name, place)
  traceContract(name, place)
  movedUpContract(name, grown?.place ?? place, grown?.open ?? openStore)
  if (!shared) return
  together(name, async () => {
    const at = await place()
    return Promise.all([openStore(at), openStore(at)])
  })
  skewContract(name, place)
}
