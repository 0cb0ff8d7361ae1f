import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { subscribeContract } from './subscribe.contract.ts'

await onPostgres('subscriptions on PostgreSQL', (postgres) => {
  subscribeContract('PostgreSQL, two servers', async () => {
    const place = await postgres.fresh()
    return [await openStore(place), await openStore(place)]
  })
})
