import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { plainTrace, plainWhere } from './plain-reading.ts'
import {
  WORKED_TANKER,
  workedExample,
  workedTraces,
  workedUses,
  workedWheres,
} from './worked-example.ts'

describe('the plain reading of the worked example', () => {
  for (const { line, question, things, gaps } of workedTraces)
    it(line, () => {
      const trace = plainTrace(workedExample, question)
      const told = trace?.things.map(({ id, distance }) => [id, distance] as const)
      assert.deepEqual(new Map(told), new Map(things))
      assert.deepEqual(trace?.gaps, gaps)
      assert.equal(trace?.complete, gaps.length === 0)
      assert.ok(trace?.things.every(({ certainty }) => certainty === 'certain'))
    })

  for (const { question, madeAt } of workedUses)
    it(`uses the tanker only at ${madeAt.join()} going ${question.direction} from ${question.of}`, () => {
      const links = plainTrace(workedExample, question)?.links
      const drawn = links?.filter(({ from, how }) => from === WORKED_TANKER && how === 'made-from')
      assert.deepEqual(
        drawn?.map(({ eventID }) => eventID),
        madeAt,
      )
    })

  for (const { line, question, where } of workedWheres)
    it(line, () => assert.deepEqual(plainWhere(workedExample, question), where))
})
