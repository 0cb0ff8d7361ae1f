import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { sellableContract } from './sellable.contract.ts'

await onPostgres('what may be sold on PostgreSQL', (postgres) => {
  sellableContract('PostgreSQL', async () => openStore(await postgres.fresh()))
})
