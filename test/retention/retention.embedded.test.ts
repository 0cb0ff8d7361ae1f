import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { retentionContract } from './retention.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-retention-'))
after(() => rmSync(folder, { recursive: true }))

retentionContract('the embedded engine', () => openStore(join(folder, 'store')))
