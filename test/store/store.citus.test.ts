import type { Engine } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { onCitus } from './citus.ts'
import { storeContract } from './store.contract.ts'
import { together } from './together.contract.ts'
import { viewerContract } from './viewer.contract.ts'

onCitus('the store on Citus', (citus) => {
  const open = async (): Promise<Engine> => openStore(await citus.fresh('distributed'))
  storeContract('Citus', open)
  viewerContract('Citus', open)
  together('Citus', async () => {
    const url = await citus.fresh('distributed')
    return Promise.all([openStore(url), openStore(url)])
  })
})
