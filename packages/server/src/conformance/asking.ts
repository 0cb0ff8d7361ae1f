import type { Case } from './case.ts'
import { eventsIn, pagesOf, type Json } from './judge.ts'
import { thingsOf, type Things } from './sets/things.ts'
import type { Talk } from './talk.ts'
import { hold, NotTried } from './verdict.ts'
import { EXTENSIONS, NAMESPACE, type EventSet, type Kept, type Names } from './world.ts'

export type Params = Readonly<Record<string, string>>

/** What a row may name: the things of the run, and the events of its set as they were sent. */
export type Known = { readonly it: Things; readonly kept: Kept }

/**
 * What is asked of a set, and which of its events are the answer: the parameter (with what tells the row from others),
 * the parameters with their values, and the names of events, in that order where `ordered`.
 */
export type Row = readonly [
  asks: string,
  params: (known: Known) => Params,
  wants: string,
  more?: {
    readonly ordered?: true
    /** What it rests on, where that is not the description of the parameter. */
    readonly clause?: string
  },
]

/** Restricts a question to a set. */
export function within({ from, until }: Kept, params: Params): Params {
  return { GE_eventTime: from, LT_eventTime: until, ...params }
}

/** The names of own fields as the target wants them: `ex:field`, or as EPCIS 1.x had them, `namespace#field`. */
function spelled({ target }: Talk, params: Params): Params {
  if (target.fields !== 'uri') return params
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name.replace('ex:', `${NAMESPACE}#`), value]),
  )
}

/** All events that answer, through all pages. */
export async function askAll(
  talk: Talk,
  params: Params,
  path = '/events',
): Promise<readonly Json[]> {
  const pages = await pagesOf(talk, path, { perPage: '100', ...spelled(talk, params) }, EXTENSIONS)
  return pages.flatMap(eventsIn)
}

const listOf = (wants: string): readonly string[] => wants.split(' ').filter((name) => name !== '')
const said = (names: readonly string[]): string =>
  names.length === 0 ? 'no event' : names.join(', ')

/** Fails unless the answered are the wanted, in that order where `ordered`. */
export function areWanted(
  kept: Kept,
  answered: readonly Json[],
  wants: string,
  ordered?: boolean,
): void {
  const wanted = listOf(wants)
  const lost = wanted.find((name) => kept.missing.has(name))
  if (lost !== undefined) {
    throw new NotTried(`the event "${lost}" was not taken: ${kept.missing.get(lost) ?? ''}`)
  }
  const found = kept.among(answered)
  const holds =
    ordered === true
      ? wanted.join() === found.join()
      : wanted.toSorted().join() === found.toSorted().join()
  hold(holds, ordered === true ? `${said(wanted)}, in this order` : said(wanted), said(found))
}

/** A case for each row of a table; `rests` says what a row rests on that does not say it. */
export function asked(
  group: string,
  set: (names: Names) => EventSet,
  rows: readonly Row[],
  rests: (parameter: string) => string = (parameter) => `EPCIS 2.0 §8.2.7.1, ${parameter}`,
): readonly Case[] {
  return rows.map(([asks, params, wants, more = {}]) => ({
    id: `${group}/${asks.replaceAll(/[\s,]+/g, '-')}`,
    clause: more.clause ?? rests(asks.split(/[\s,]/)[0] ?? ''),
    says: `${asks} finds ${said(listOf(wants))}`,
    run: async ({ talk, world }) => {
      const kept = await world.set(set)
      const query = params({ it: thingsOf(kept.names), kept })
      areWanted(kept, await askAll(talk, within(kept, query)), wants, more.ordered)
    },
  }))
}
