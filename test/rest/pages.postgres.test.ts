import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { pagesContract } from './pages.contract.ts'

await onPostgres('lists in pages', (postgres) => {
  pagesContract('PostgreSQL', async () => openStore(await postgres.fresh()))
})
