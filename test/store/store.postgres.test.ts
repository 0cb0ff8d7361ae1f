import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from './postgres.ts'
import { storeContract } from './store.contract.ts'

await onPostgres('the store on PostgreSQL', (postgres) =>
  storeContract('PostgreSQL', async () => openStore(await postgres.fresh())),
)
