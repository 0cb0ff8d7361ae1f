import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { storeContract } from './store.contract.ts'
import { viewerContract } from './viewer.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-store-'))
after(() => rmSync(folder, { recursive: true }))

storeContract('the embedded engine', () => openStore(join(folder, 'store')))
viewerContract('the embedded engine', () => openStore(join(folder, 'viewer')))
