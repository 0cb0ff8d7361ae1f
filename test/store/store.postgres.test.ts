import { contracts } from './contracts.ts'
import { onPostgres } from './postgres.ts'

await onPostgres('the store on PostgreSQL', (postgres) => {
  contracts('PostgreSQL', () => postgres.fresh(), { shared: true })
})
