import { openStore } from '../../packages/server/src/store/open.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { onPostgres } from './postgres.ts'
import { storeContract } from './store.contract.ts'
import { together } from './together.contract.ts'
import { viewerContract } from './viewer.contract.ts'

await onPostgres('the store on PostgreSQL', (postgres) => {
  const open = async (): Promise<Engine> => openStore(await postgres.fresh())
  storeContract('PostgreSQL', open)
  viewerContract('PostgreSQL', open)
  together('PostgreSQL', async () => {
    const url = await postgres.fresh()
    return Promise.all([openStore(url), openStore(url)])
  })
})
