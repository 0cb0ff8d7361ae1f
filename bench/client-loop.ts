import type { EpcisEvent, QuantityElement } from '@suyuan/core/event/event'
import type { Trace } from '@suyuan/core/flow/trace'
import { capture, documentOf } from '../test/server.ts'
import type { Scenario } from './heels.ts'

/** What was answered to where a batch is from, held to what is so. */
export type Answered = {
  /** The first time, and once more when it has been answered. */
  readonly milliseconds: readonly [first: number, again: number]
  readonly requests: number
  /** Identifiers returned, the one asked for not among them. */
  readonly found: number
  /** Of those found, the part that are ancestors; of the ancestors, the part that were found. */
  readonly precision: number
  readonly recall: number
}

/**
 * The scenario is captured, and asked about in both ways: one backward trace, then the loop.
 * @throws Error when the server refuses anything.
 */
export async function againstTheLoop(
  url: string,
  { events, of, ancestors }: Scenario,
): Promise<{ readonly ours: Answered; readonly loop: Answered }> {
  const { status } = await capture(url, documentOf(events))
  if (status !== 202) throw new Error(`the scenario was not taken: ${status}`)
  const held = async (ask: (url: string, of: string) => Promise<Found>): Promise<Answered> => {
    const from = performance.now()
    const { ids, requests } = await ask(url, of)
    const between = performance.now()
    await ask(url, of)
    const milliseconds = [between - from, performance.now() - between] as const
    const right = [...ids].filter((id) => ancestors.has(id)).length
    const [precision, recall] = [right / ids.size, right / ancestors.size]
    return { milliseconds, requests, found: ids.size, precision, recall }
  }
  return { ours: await held(oneTrace), loop: await held(clientLoop) }
}

type Found = { readonly ids: ReadonlySet<string>; readonly requests: number }

async function oneTrace(url: string, of: string): Promise<Found> {
  const query = new URLSearchParams({ of, direction: 'backward' })
  const trace = (await (await asked(`${url}/trace?${query}`)).json()) as Trace
  return { ids: new Set(trace.things.map(({ id }) => id)), requests: 1 }
}

/**
 * What people write where a server has only events: ask for all events of each identifier seen, and see every input, output,
 * parent and child in them, until nothing is new. One request after the other, as each may tell what to ask next.
 */
async function clientLoop(url: string, of: string): Promise<Found> {
  const seen = new Map([[of, 'MATCH_anyEPCClass']])
  let requests = 0
  for (const [id, parameter] of seen) {
    const query = new URLSearchParams({ [parameter]: id, perPage: String(PER_PAGE) })
    let next: string | undefined = `${url}/events?${query}`
    while (next !== undefined) {
      const answer = await asked(next)
      requests++
      for (const event of eventsOf(await answer.json())) {
        for (const [named, by] of namedIn(event)) if (!seen.has(named)) seen.set(named, by)
      }
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
  }
  seen.delete(of)
  return { ids: new Set(seen.keys()), requests }
}

const PER_PAGE = 100

async function asked(url: string): Promise<Response> {
  const answer = await fetch(url)
  if (answer.ok) return answer
  throw new Error(`GET ${url}: ${answer.status} ${await answer.text()}`)
}

function eventsOf(body: unknown): readonly EpcisEvent[] {
  const { epcisBody } = body as {
    readonly epcisBody: {
      readonly queryResults: {
        readonly resultsBody: { readonly eventList: readonly EpcisEvent[] }
      }
    }
  }
  return epcisBody.queryResults.resultsBody.eventList
}

const ITEMS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const
const AMOUNTS = [
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const

type Named = {
  readonly parentID?: string
} & { readonly [list in (typeof ITEMS)[number]]?: readonly string[] } & {
  readonly [list in (typeof AMOUNTS)[number]]?: readonly QuantityElement[]
}

/** The identifiers of an event, each with the parameter that finds its events. */
function namedIn(event: EpcisEvent): readonly (readonly [id: string, parameter: string])[] {
  const told: Named = event
  const items = [
    ...ITEMS.flatMap((list) => told[list] ?? []),
    ...(told.parentID ? [told.parentID] : []),
  ]
  const lots = AMOUNTS.flatMap((list) => told[list] ?? []).map(({ epcClass }) => epcClass)
  return [
    ...items.map((id) => [id, 'MATCH_anyEPC'] as const),
    ...lots.map((id) => [id, 'MATCH_anyEPCClass'] as const),
  ]
}
