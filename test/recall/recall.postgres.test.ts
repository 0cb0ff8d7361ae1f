import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { incidentsContract } from './incidents.contract.ts'
import { recallContract } from './recall.contract.ts'
import { refusedContract } from './refused.contract.ts'

await onPostgres('recalls on PostgreSQL', (postgres) => {
  recallContract('PostgreSQL', async () => openStore(await postgres.fresh()))
  refusedContract('PostgreSQL', async () => openStore(await postgres.fresh()))
  incidentsContract('PostgreSQL', async () => openStore(await postgres.fresh()))
})
