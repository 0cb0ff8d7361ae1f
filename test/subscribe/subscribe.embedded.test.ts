import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { subscribeContract } from './subscribe.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-subscribe-'))
after(() => rmSync(folder, { recursive: true }))

subscribeContract('the embedded engine', async () => [await openStore(join(folder, 'store'))])
