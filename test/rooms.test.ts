import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, normalize, relative } from 'node:path'
import { test } from 'node:test'

/** Each package, floor by floor from the ground: the order to read it in. A room knows only rooms on floors below. */
const HOUSE = {
  'packages/core/src': [
    ['problem.ts', 'cbv', 'unit', 'chart'],
    ['id'],
    ['event', 'gs1'],
    ['json', 'hash', 'flow'],
    ['query', 'plan'],
    ['master', 'retention', 'cause', 'sellable', 'xml', 'pack'],
    ['soap', 'recall', 'balance'],
  ],
  'packages/server/src': [
    ['db', 'http'],
    ['store', 'papers', 'packs'],
    ['access'],
    ['master'],
    ['capture', 'convert', 'query', 'trace', 'catalogue', 'prefixes'],
    ['named'],
    [
      'subscribe',
      'resolver',
      'chain',
      'upkeep',
      'retention',
      'balance',
      'recall',
      'cause',
      'sellable',
      'exports',
    ],
    ['soap', 'recall-papers'],
    ['edge.ts', 'asking.ts', 'openapi.ts', 'passport-ask.ts', 'bench', 'conformance'],
    ['app.ts'],
    ['cli'],
    ['main.ts'],
  ],
}

for (const [src, floors] of Object.entries(HOUSE)) {
  const files = globSync(`${src}/**/*.{ts,tsx}`).filter(
    (file) => !file.includes('.test.') && !file.includes('.fixture.'),
  )
  const roomOf = (path: string): string => relative(src, path).split('/')[0] ?? ''
  const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room))

  test(`${src}: every room has a floor`, () => {
    assert.ok(files.length > 0)
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => floorOf(room) === -1),
      [],
    )
  })

  test(`${src}: a room knows only itself and the floors below`, () => {
    const wrong = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '(\.[^']+)'/g)]
        .map(([, path = '']) => roomOf(normalize(`${dirname(file)}/${path}`)))
        .filter((room) => room !== roomOf(file) && floorOf(room) >= floorOf(roomOf(file)))
        .map((room) => `${file} knows ${room}`),
    )
    assert.deepEqual(wrong, [])
  })
}

/** Every runtime dependency has its reason in docs/decisions. */
test('every runtime dependency has its reason', () => {
  const reasons = globSync('docs/decisions/*.md')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const names = globSync('packages/*/package.json').flatMap((file) => {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    return Object.keys(manifest.dependencies ?? {})
  })
  assert.ok(names.length > 0)
  assert.deepEqual(
    [...new Set(names)].filter(
      (name) => !name.startsWith('@suyuan/') && !reasons.includes(`\`${name}\``),
    ),
    [],
  )
})
