import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRepository } from '../repository.ts'
import { asRest, asSoap, EXCEPTED, schemaFaults, type Outcome } from './fosstrak-cases.ts'
import { options } from './material.ts'
import { counted } from './record.ts'
import type { Counts } from './suites.ts'

/** A store that does not answer any more: what every request meets is a fault of ours. */
async function closed(): Promise<Awaited<ReturnType<typeof openRepository>>['engine']> {
  const repository = await openRepository()
  await repository[Symbol.asyncDispose]()
  return repository.engine
}

function countsOf({ run, passed, failed }: Outcome): Counts {
  assert.deepEqual(
    failed.filter((step) => EXCEPTED[step] === undefined),
    [],
  )
  const reasons = Map.groupBy(failed, (step) => EXCEPTED[step]?.en ?? '')
  const excepted = [...reasons.values()].map((steps) => {
    const why = EXCEPTED[steps[0] ?? ''] ?? { en: '', zh: '' }
    return { ...why, count: steps.length }
  })
  return { run, passed: passed.length, excepted }
}

test('the EPCglobal interoperability suite, as SOAP and as REST', options, async () => {
  await using repository = await openRepository()
  const soap = await asSoap(repository.engine, closed)
  counted(
    'fosstrak',
    {
      en: 'requests of 1.0 as SOAP, answered with the same meaning',
      zh: '1.0 的请求经 SOAP，答复含义相同',
    },
    countsOf(soap),
  )
  counted(
    'fosstrak',
    { en: 'polls of 1.0 as questions of REST', zh: '1.0 的查询改用 REST' },
    countsOf(await asRest(repository.engine, closed)),
  )
  const faults = await schemaFaults(repository.engine)
  assert.deepEqual(
    faults.filter((fault) => fault !== undefined),
    [],
  )
  counted(
    'fosstrak',
    {
      en: 'answers that are valid by GS1’s XML schemas, 1.2 and 2.0',
      zh: '符合 GS1 的 1.2 与 2.0 XML 模式的答复',
    },
    { run: faults.length, passed: faults.length },
  )
})
