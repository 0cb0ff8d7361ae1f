import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { onPostgres } from '../store/postgres.ts'
import { asRest, asSoap, EXCEPTED } from './fosstrak-cases.ts'
import { options } from './material.ts'

await onPostgres('the EPCglobal interoperability suite on PostgreSQL', (postgres) => {
  test(
    'the EPCglobal interoperability suite on PostgreSQL, as SOAP and as REST',
    options,
    async () => {
      await using engine = await openStore(await postgres.fresh())
      const closed = async (): Promise<typeof engine> => {
        const other = await openStore(await postgres.fresh())
        await other[Symbol.asyncDispose]()
        return other
      }
      for (const { run, passed, failed } of [
        await asSoap(engine, closed),
        await asRest(engine, closed),
      ]) {
        assert.deepEqual(
          failed.filter((step) => EXCEPTED[step] === undefined),
          [],
        )
        assert.equal(passed.length + failed.length, run)
      }
    },
  )
})
