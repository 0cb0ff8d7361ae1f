import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { event, tin } from '../store/events.ts'

/** Short here; `SUYUAN_KILLS=200 npm test -- test/durability/kill.test.ts` by hand. */
const KILLS = Number(process.env['SUYUAN_KILLS'] ?? 4)
const CONNECTIONS = 4
const EVENTS = 15

/** A random code: of a document and its event, so that each is known again. */
const code = (document: number, i: number): string =>
  `D${document}X${i}Y${((document * EVENTS + i + 1) * 2_654_435_761) % 2 ** 32}`

const documentNo = (n: number): string =>
  documentOf(
    Array.from({ length: EVENTS }, (_, i) =>
      event(n * EVENTS + i, { epcList: [tin(code(n, i)), tin('ALL')] }),
    ),
  )

type Acknowledged = Map<number, string>

/** Captures at full rate until the server is gone; notes what it acknowledged. */
async function captureUntilKilled(
  server: Server,
  next: () => number,
  kept: Acknowledged,
): Promise<void> {
  for (;;) {
    const n = next()
    try {
      const answer = await capture(server.url, documentNo(n))
      assert.equal(answer.status, 202)
      kept.set(n, answer.headers.get('location') ?? '')
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return
    }
  }
}

type Listed = { readonly eventID: string; readonly epcList: readonly string[] }

async function allEvents(url: string): Promise<readonly Listed[]> {
  const events: Listed[] = []
  let page: string | undefined = `${url}/events?perPage=1000`
  while (page !== undefined) {
    const answer: Response = await fetch(page)
    const body = (await answer.json()) as {
      readonly epcisBody: {
        readonly queryResults: { readonly resultsBody: { readonly eventList: readonly Listed[] } }
      }
    }
    events.push(...body.epcisBody.queryResults.resultsBody.eventList)
    page = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return events
}

test('killed at random moments of capture, it holds what it acknowledged, once, and no half of a document', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-kill-'))
  const kept: Acknowledged = new Map()
  let last = 0
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startServer({ folder })
      const capturing = Array.from({ length: CONNECTIONS }, () =>
        captureUntilKilled(server, () => ++last, kept),
      )
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 700))
      await server.kill()
      await Promise.all(capturing)
    }
    const server = await startServer({ folder })
    try {
      await checkAll(server, kept)
      t.diagnostic(`${KILLS} kills, ${kept.size} documents acknowledged of ${last} sent`)
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

async function checkAll({ url }: Server, kept: Acknowledged): Promise<void> {
  assert.ok(kept.size > KILLS, 'something was acknowledged')
  const events = await allEvents(url)
  const times = new Map<string, number>()
  for (const { eventID } of events) times.set(eventID, (times.get(eventID) ?? 0) + 1)
  assert.deepEqual(
    [...times].filter(([, count]) => count !== 1),
    [],
    'each event is there once',
  )
  const perDocument = new Map<number, number>()
  for (const eventID of times.keys()) {
    const n = Math.floor(Number(eventID.slice(-12)) / EVENTS)
    perDocument.set(n, (perDocument.get(n) ?? 0) + 1)
  }
  assert.deepEqual(
    [...perDocument].filter(([, count]) => count !== EVENTS),
    [],
    'no document is there in part',
  )
  assert.deepEqual(
    [...kept.keys()].filter((n) => !perDocument.has(n)),
    [],
    'what was acknowledged is there',
  )
  const byCode = await count(
    url,
    `/events?perPage=10000&MATCH_anyEPC=${encodeURIComponent(tin('ALL'))}`,
  )
  assert.equal(byCode, events.length, 'the index finds each event of the log')
  for (const [n, job] of [...kept].slice(-20)) {
    const { success } = (await (await fetch(`${url}${job}`)).json()) as {
      readonly success: boolean
    }
    assert.equal(success, true)
    const found = await count(url, `/events?MATCH_anyEPC=${encodeURIComponent(tin(code(n, 3)))}`)
    assert.equal(found, 1, 'a random code finds its event')
  }
}

async function count(url: string, path: string): Promise<number> {
  let events = 0
  let page: string | undefined = `${url}${path}`
  while (page !== undefined) {
    const answer: Response = await fetch(page)
    events += (await answer.text()).split('"eventID"').length - 1
    page = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return events
}
