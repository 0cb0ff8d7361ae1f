import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { contracts } from './contracts.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-store-'))
after(() => rmSync(folder, { recursive: true }))

const place = (): Promise<string> => Promise.resolve(mkdtempSync(join(folder, 'store-')))
contracts('the embedded engine', place, { shared: false })
