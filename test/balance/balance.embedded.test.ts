import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { balanceContract } from './balance.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-balance-'))
after(() => rmSync(folder, { recursive: true }))

balanceContract('the embedded engine', () => openStore(join(folder, 'store')))
