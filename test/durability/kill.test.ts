import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { after, test } from 'node:test'
import { eventsIn, type Answered } from '../samples.ts'
import { startServer } from '../server.ts'
import { sendUntilItDies, type Sent } from './load.ts'

/** How often the server is killed; `SUYUAN_KILLS` asks for more. */
const KILLS = Number(process.env['SUYUAN_KILLS'] ?? 4)

const folder = mkdtempSync(join(tmpdir(), 'suyuan-kill-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('after SIGKILL in the middle of capture, what was acknowledged is there once', async (t) => {
  let sent: readonly Sent[] = []
  for (let round = 1; round <= KILLS; round++) {
    const server = await startServer({ folder })
    const sending = sendUntilItDies(server, { round, before: sent })
    const wait = 300 + Math.random() * 600
    await setTimeout(wait)
    await server.kill()
    sent = await sending
    assert.doesNotMatch(server.output(), /Error/)
    const restarted = await startServer({ folder })
    const whole = await checkWhole(restarted.url, sent)
    t.diagnostic(`killed after ${wait.toFixed(0)} ms: ${whole}`)
    await restarted.kill()
  }
  assert.ok(sent.some(({ alone, acknowledged }) => alone && acknowledged))
  assert.ok(sent.some(({ alone, acknowledged }) => !alone && acknowledged))
})

const serialOf = ({ epcList }: Answered): string =>
  epcList?.[0]?.split('.').slice(2).join('.') ?? ''

async function checkWhole(url: string, sent: readonly Sent[]): Promise<string> {
  const serials = (await everyEvent(url)).map(serialOf)
  const there = new Set(serials)
  assert.equal(there.size, serials.length, 'an event is there twice')
  const missing = sent.filter((one) => one.acknowledged && !one.serials.every((s) => there.has(s)))
  assert.deepEqual(
    missing.map(({ serials }) => serials[0]),
    [],
    'acknowledged and not there',
  )
  const torn = sent.filter(({ serials }) => new Set(serials.map((s) => there.has(s))).size > 1)
  assert.deepEqual(
    torn.map(({ serials }) => serials[0]),
    [],
    'a document is there in part',
  )
  const known = new Set(sent.flatMap((one) => one.serials))
  assert.deepEqual(
    serials.filter((serial) => !known.has(serial)),
    [],
    'there and never sent',
  )
  await checkJobs(url, sent)
  await checkIndex(url, serials)
  const catalogue = (await (await fetch(`${url}/catalogue`)).json()) as {
    readonly events: number
    readonly products: readonly { readonly items: number }[]
  }
  assert.equal(catalogue.events, serials.length)
  assert.deepEqual(
    catalogue.products.map(({ items }) => items),
    [serials.length],
    'the catalogue counts each tin once',
  )
  const answered = sent.filter(({ acknowledged }) => acknowledged)
  const unanswered = sent.filter((one) => !one.acknowledged)
  const kept = unanswered.filter((one) => there.has(one.serials[0] ?? ''))
  return `${serials.length} events, ${answered.length} acknowledgements; of ${unanswered.length} sent without an answer ${kept.length} are there`
}

/** All events, page by page. */
async function everyEvent(url: string): Promise<readonly Answered[]> {
  const events: Answered[] = []
  let next: URL | undefined = new URL('/events?perPage=1000', url)
  while (next !== undefined) {
    const answer: Response = await fetch(next)
    events.push(...eventsIn(await answer.json()))
    const link = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    next = link === undefined ? undefined : new URL(link, url)
  }
  return events
}

/** The job of each acknowledged document is told of, done. */
async function checkJobs(url: string, sent: readonly Sent[]): Promise<void> {
  for (const { job } of sent) {
    if (job === undefined) continue
    const answer = await fetch(new URL(job, url))
    const { success, running } = (await answer.json()) as { success?: boolean; running?: boolean }
    assert.deepEqual([answer.status, success, running], [200, true, false], job)
  }
}

/** The index over what events name knows each event, and no other. */
async function checkIndex(url: string, serials: readonly string[]): Promise<void> {
  for (let from = 0; from < serials.length; from += 250) {
    const some = serials.slice(from, from + 250)
    const epcs = some.map((serial) => `urn:epc:id:sgtin:0614141.107346.${serial}`).join('|')
    const answer = await fetch(`${url}/events?perPage=1000&MATCH_anyEPC=${epcs}`)
    assert.deepEqual(
      eventsIn(await answer.json())
        .map(serialOf)
        .toSorted(),
      some.toSorted(),
    )
  }
}
