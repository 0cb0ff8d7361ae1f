import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { listContract } from './list.contract.ts'
import { sellableContract } from './sellable.contract.ts'

await onPostgres('what may be sold on PostgreSQL', (postgres) => {
  const open = async () => openStore(await postgres.fresh())
  sellableContract('PostgreSQL', open)
  listContract('PostgreSQL', open)
})
