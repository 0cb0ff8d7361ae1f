import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { retentionContract } from './retention.contract.ts'

await onPostgres('retention on PostgreSQL', (postgres) => {
  retentionContract('PostgreSQL', async () => openStore(await postgres.fresh()))
})
