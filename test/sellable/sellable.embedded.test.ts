import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { listContract } from './list.contract.ts'
import { sellableContract } from './sellable.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-sellable-'))
after(() => rmSync(folder, { recursive: true }))

let number = 0
const open = () => openStore(join(folder, String(number++)))
sellableContract('the embedded engine', open)
listContract('the embedded engine', open)
