import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  BODY,
  DECLARED,
  EVENT,
  FOLLOWED,
  NOT_MOVED,
  NUMBERED,
} from '../../packages/server/src/upkeep/move-tables.ts'

const MIGRATIONS = new URL('../../packages/server/src/store/migrations/', import.meta.url)

test('migrate knows of every table that a migration makes what becomes of it', () => {
  const known = [EVENT, BODY, DECLARED, ...FOLLOWED, ...NUMBERED].map(({ name }) => name)
  const made = new Set<string>(['migration', 'moving'])
  for (const file of readdirSync(MIGRATIONS, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.sql')) continue
    const text = readFileSync(new URL(file, MIGRATIONS), 'utf8')
    for (const [, name = ''] of text.matchAll(/create table (?:if not exists )?(\w+)/g))
      made.add(name)
  }
  assert.deepEqual(new Set([...known, ...NOT_MOVED]), made)
})
