import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { pagesContract } from './pages.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-pages-'))
after(() => rmSync(folder, { recursive: true }))

pagesContract('the embedded engine', () => openStore(join(folder, 'store')))
