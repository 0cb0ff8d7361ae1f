import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { Trace } from '@suyuan/core/flow/trace'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { asPlainlyRead, pathOf } from './served-worlds.ts'
import { eventIDOf, lot } from './tell.ts'
import { workedExample, workedTraces, workedWheres } from './worked-example.ts'

suite('the worked example of the definition, over HTTP', () => {
  let server: Server
  before(async () => {
    server = await startServer()
    assert.equal((await capture(server.url, documentOf(workedExample))).status, 202)
  })
  after(() => server.stop())

  for (const { line, question, things, gaps } of workedTraces) {
    test(line, async () => {
      const answer = await fetch(`${server.url}${pathOf('trace', question)}`)
      const trace = (await answer.json()) as Trace
      const told = trace.things.map(({ id, distance }) => [id, distance] as const)
      assert.deepEqual(new Map(told), new Map(things))
      assert.ok(trace.things.every(({ certainty }) => certainty === 'certain'))
      assert.deepEqual(trace.gaps, gaps)
      assert.equal(trace.complete, gaps.length === 0)
    })
  }

  for (const { line, question, where } of workedWheres) {
    test(line, async () => {
      const answer = await fetch(`${server.url}${pathOf('where', question)}`)
      assert.deepEqual(await answer.json(), { of: question.of, ...where })
    })
  }

  test('the same is answered to every spelling, and as lines to who asks for lines', async () => {
    const [first] = workedTraces
    assert.ok(first)
    const [, serial] = first.question.of.split('/21/')
    const [, gtin = ''] = /\/01\/(\d{14})/.exec(first.question.of) ?? []
    const spellings = [
      `https://shop.example/zh/01/${gtin}/10/F7/21/${serial}?17=280101`,
      `urn:epc:id:sgtin:${gtin.slice(1, 8)}.${gtin.slice(0, 1)}${gtin.slice(8, 13)}.${serial}`,
    ]
    for (const of of spellings) {
      const answer = await fetch(`${server.url}${pathOf('trace', { of, direction: 'backward' })}`)
      const { of: canonical, things } = (await answer.json()) as Trace
      assert.deepEqual([canonical, things.length], [first.question.of, first.things.length])
    }
    const headers = { accept: 'application/x-ndjson' }
    const answer = await fetch(`${server.url}${pathOf('trace', first.question)}`, { headers })
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    assert.equal(lines.filter((line) => 'thing' in line).length, first.things.length)
    assert.deepEqual(Object.keys(lines.at(-1) ?? {}), ['end'])
  })

  test('the events of an identifier are found by its path, however it is spelt and escaped', async () => {
    const of = workedTraces[0]?.question.of ?? ''
    const urn = `urn:epc:id:sgtin:${of.slice(23, 30)}.${of.slice(22, 23)}${of.slice(30, 35)}.${of.split('/21/')[1]}`
    for (const path of [encodeURIComponent(of), encodeURIComponent(encodeURIComponent(of)), urn]) {
      const answer = await fetch(
        `${server.url}/epcs/${path}/events?orderBy=eventTime&orderDirection=ASC`,
      )
      const { epcisBody } = (await answer.json()) as {
        epcisBody: { queryResults: { resultsBody: { eventList: { eventID: string }[] } } }
      }
      const found = epcisBody.queryResults.resultsBody.eventList.map(({ eventID }) => eventID)
      assert.deepEqual(found, ['t9', 't10'].map(eventIDOf), path)
    }
  })

  test('what was known before a moment is answered without what came later', async () => {
    const known = new Date().toISOString()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const [before] = workedExample.filter(({ eventID }) => eventID === eventIDOf('t8'))
    const errorDeclaration = { declarationTime: '2026-03-09T00:00:00Z', reason: 'incorrect_data' }
    await capture(server.url, documentOf([{ ...before, errorDeclaration }]))
    const P1 = lot('P1')
    const ask = async (more: string): Promise<number> => {
      const answer = await fetch(
        `${server.url}${pathOf('trace', { of: P1, direction: 'backward' })}${more}`,
      )
      return ((await answer.json()) as Trace).things.length
    }
    assert.equal(await ask(''), 0)
    assert.equal(await ask(`&LT_recordTime=${known}`), 5)
  })
})

const RUNS = Number(process.env['SUYUAN_SERVED_RUNS'] ?? 40)

test('any world that is captured is answered as the plain reading says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-worlds-'))
  let number = 0
  try {
    await asPlainlyRead(() => Promise.resolve(join(folder, String(number++))), RUNS)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
