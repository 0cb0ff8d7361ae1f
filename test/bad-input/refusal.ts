import assert from 'node:assert/strict'
import { capture, documentOf } from '../server.ts'
import { eventsIn, seen } from '../samples.ts'

type Told = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly problems: readonly {
    readonly at: string
    readonly rule: string
    readonly says: string
  }[]
}

/**
 * What a refusal names, as `pointer rule`, after holding its form against RFC 9457 and ours: problem+json, its status
 * twice, and a sentence for each problem that tells more than its rule.
 */
export async function refusal(answer: Response, status: number): Promise<readonly string[]> {
  const text = await answer.text()
  assert.equal(answer.status, status, text.slice(0, 1000))
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  const told = JSON.parse(text) as Told
  assert.equal(told.status, status)
  assert.match(told.type, /^epcisException:[A-Z][A-Za-z]+Exception$/)
  assert.ok(told.title.length > 10)
  for (const { rule, says } of told.problems) {
    assert.ok(says.length > rule.length + 5, `${rule}: ${says}`)
    assert.doesNotMatch(text, /node:|\.ts:\d|    at /, 'an answer tells nothing of our insides')
  }
  return told.problems.map(({ at, rule }) => `${at} ${rule}`)
}

let served = 0

/** The next request is served: an event goes in, and is found. */
export async function stillServes(url: string): Promise<void> {
  const serial = `next${++served}`
  const answer = await capture(url, documentOf([seen(serial)]))
  assert.equal(answer.status, 202, await answer.text())
  const found = await fetch(`${url}/events?MATCH_epc=urn:epc:id:sgtin:0614141.107346.${serial}`)
  assert.equal(eventsIn(await found.json()).length, 1)
}

/** How many events and capture jobs there are; a refusal must not change it. */
export async function kept(
  url: string,
): Promise<{ readonly events: number; readonly jobs: number }> {
  const events = eventsIn(await (await fetch(`${url}/events?perPage=10000`)).json())
  const jobs = (await (await fetch(`${url}/capture?perPage=1000`)).json()) as readonly unknown[]
  return { events: events.length, jobs: jobs.length }
}
