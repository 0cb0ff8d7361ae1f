import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { sellableContract } from './sellable.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-sellable-'))
after(() => rmSync(folder, { recursive: true }))

let number = 0
sellableContract('the embedded engine', () => openStore(join(folder, String(number++))))
