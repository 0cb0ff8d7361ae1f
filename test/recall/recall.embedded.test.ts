import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { incidentsContract } from './incidents.contract.ts'
import { recallContract } from './recall.contract.ts'
import { refusedContract } from './refused.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-recall-'))
after(() => rmSync(folder, { recursive: true }))

recallContract('the embedded engine', () => openStore(join(folder, 'store')))
refusedContract('the embedded engine', () => openStore(join(folder, 'refused')))
incidentsContract('the embedded engine', () => openStore(join(folder, 'incidents')))
