import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binaries } from '../store/postgres-program.ts'
import { buildShim } from '../torture/shim.ts'
import { isBad, kindsOn, lineOf, torture } from '../torture/torture.ts'

/** The short form of `npm run torture`: each kind of harm once on each engine. */
const shim = buildShim()
const native = binaries()
const seed = Number(process.env['SUYUAN_TORTURE_SEED'] ?? Date.now() % 1_000_000)

const missing = {
  embedded: undefined,
  postgres: native === undefined ? 'npm has brought no PostgreSQL for this system' : undefined,
} as const

for (const engine of ['embedded', 'postgres'] as const) {
  const none = missing[engine] ?? ('none' in shim ? shim.none : undefined)
  if (none !== undefined && process.env['CI'] === 'true') throw new Error(none)
  const kinds = kindsOn(engine, 'library' in shim)
  test(
    `${engine}: whatever harm is done in the middle of capture, what was acknowledged is there once`,
    {
      skip: missing[engine],
    },
    async (t) => {
      if ('none' in shim) t.diagnostic(`${shim.none}; kinds of harm that need it are left out`)
      t.diagnostic(`seed ${seed}`)
      const plan = { engine, kinds, rounds: kinds.length, seed }
      const done = await torture(
        { ...plan, ...('library' in shim && shim), ...(native !== undefined && { native }) },
        (round, number) => t.diagnostic(lineOf(round, number)),
      )
      assert.deepEqual(done.filter(isBad).map(lineOf), [])
      assert.ok(done.every(({ acknowledged }) => acknowledged > 0))
    },
  )
}
