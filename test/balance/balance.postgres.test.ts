import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { balanceContract } from './balance.contract.ts'

await onPostgres('mass balance on PostgreSQL', (postgres) => {
  balanceContract('PostgreSQL', async () => openStore(await postgres.fresh()))
})
