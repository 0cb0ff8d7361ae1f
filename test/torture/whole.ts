import { eventsIn, type Answered } from '../samples.ts'
import type { Sent } from './load.ts'

/** What is wrong with a store after a harm, in numbers and in words. */
export type Verdict = {
  readonly events: number
  readonly acknowledged: number
  /** Acknowledged events that are not there. */
  readonly lost: number
  /** Events that are there more than once. */
  readonly doubled: number
  /** All else that should not be. */
  readonly wrong: readonly string[]
}

const serialOf = ({ epcList }: Answered): string =>
  epcList?.[0]?.split('.').slice(2).join('.') ?? ''

/** Asks a server, over HTTP, for all that was ever sent to it. */
export async function examine(url: string, sent: readonly Sent[]): Promise<Verdict> {
  const serials = (await everyEvent(url)).map(serialOf)
  const there = new Set(serials)
  const known = new Set(sent.flatMap((one) => one.serials))
  const acknowledged = sent.filter((one) => one.acknowledged).flatMap((one) => one.serials)
  const torn = sent.filter((one) => new Set(one.serials.map((s) => there.has(s))).size > 1)
  return {
    events: serials.length,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((serial) => !there.has(serial)).length,
    doubled: serials.length - there.size,
    wrong: [
      ...torn.map((one) => `the document of ${one.serials[0]} is there in part`),
      ...serials.filter((serial) => !known.has(serial)).map((s) => `${s} was never sent`),
      ...(await wrongJobs(url, sent)),
      ...(await wrongIndex(url, [...there])),
      ...(await wrongCatalogue(url, serials.length)),
    ],
  }
}

type Asked<T> = { readonly answer: Response; readonly body: T }

async function asked<T>(url: string | URL): Promise<Asked<T>> {
  const answer = await fetch(url, { headers: { 'gs1-epc-format': 'Never_Translates' } })
  return { answer, body: (await answer.json()) as T }
}

/** All events, page by page. */
async function everyEvent(url: string): Promise<readonly Answered[]> {
  const events: Answered[] = []
  let next: URL | undefined = new URL('/events?perPage=1000', url)
  while (next !== undefined) {
    const { answer, body }: Asked<unknown> = await asked(next)
    if (answer.status !== 200) throw new Error(`${next.href}: ${JSON.stringify(body)}`)
    events.push(...eventsIn(body))
    const link: string | undefined = /<([^>]+)>; rel="next"/.exec(
      answer.headers.get('link') ?? '',
    )?.[1]
    next = link === undefined ? undefined : new URL(link, url)
  }
  return events
}

/** The job of each acknowledged document is told of, done. */
async function wrongJobs(url: string, sent: readonly Sent[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { job } of sent) {
    if (job === undefined) continue
    const { answer, body } = await asked<{ success?: boolean; running?: boolean }>(
      new URL(job, url),
    )
    if (answer.status !== 200 || body.success !== true || body.running !== false) {
      wrong.push(`job ${job}: ${answer.status} ${JSON.stringify(body)}`)
    }
  }
  return wrong
}

/** The index over what events name knows each event, and no other. */
async function wrongIndex(url: string, serials: readonly string[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (let from = 0; from < serials.length; from += 250) {
    const some = serials.slice(from, from + 250)
    const epcs = some.map((serial) => `urn:epc:id:sgtin:0614141.107346.${serial}`).join('|')
    const { body } = await asked(`${url}/events?perPage=1000&MATCH_anyEPC=${epcs}`)
    const found = eventsIn(body).map(serialOf)
    const missed = some.filter((serial) => !found.includes(serial)).length
    if (missed > 0 || found.length !== some.length) {
      wrong.push(`the index finds ${found.length} events of ${some.length}, misses ${missed}`)
    }
  }
  return wrong
}

/** The follower has counted each tin once. */
async function wrongCatalogue(url: string, count: number): Promise<readonly string[]> {
  const { body } = await asked<{
    readonly events: number
    readonly products: readonly { readonly items: number }[]
  }>(`${url}/catalogue`)
  const items = body.products.reduce((sum, product) => sum + product.items, 0)
  if (body.events === count && items === count) return []
  return [`the catalogue counts ${body.events} events and ${items} items of ${count}`]
}
