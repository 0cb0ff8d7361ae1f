import { openStore } from '../../packages/server/src/store/open.ts'
import { onCitus, spread } from './citus.ts'
import { contracts } from './contracts.ts'

onCitus('the store on Citus', (citus) => {
  contracts('Citus', () => citus.fresh('distributed'), {
    shared: true,
    grown: {
      place: () => citus.fresh('plain'),
      open: async (at) => {
        await spread(at)
        return openStore(at)
      },
    },
  })
})
