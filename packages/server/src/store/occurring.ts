import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import type { Fresh } from './fresh.ts'
import { visibleTo, type Viewer } from './viewer.ts'

/** Fields of events whose words can be listed. */
export const LISTED_FIELDS = ['type', 'bizStep', 'disposition', 'readPoint', 'bizLocation'] as const

export type ListedField = (typeof LISTED_FIELDS)[number]

/** What each thread has noted: it is never undone while a scope lives. */
const NOTED = new WeakMap<object, Noted>()
type Noted = Readonly<Record<ListedField, Set<string>>>
const KEPT = 100_000

/** Notes in which fields these events have their words; all words have their ids already. */
export async function noteOccurring(
  tx: Tx,
  events: readonly Fresh[],
  idOf: (word: string) => number | undefined,
): Promise<void> {
  const noted = notedIn(tx)
  for (const event of events) {
    for (const field of LISTED_FIELDS) {
      const word = event[field]
      if (word === undefined) continue
      const term = noted[field].has(word) ? undefined : idOf(word)
      if (term === undefined) continue
      await tx.run(sql`insert into occurring (field, term) values (${field}, ${term})
        on conflict do nothing`)
      noted[field].add(word)
    }
  }
}

function notedIn(tx: Tx): Noted {
  const found = NOTED.get(tx.scope)
  if (found !== undefined && LISTED_FIELDS.every((field) => found[field].size < KEPT)) return found
  const fresh: Noted = {
    type: new Set(),
    bizStep: new Set(),
    disposition: new Set(),
    readPoint: new Set(),
    bizLocation: new Set(),
  }
  NOTED.set(tx.scope, fresh)
  return fresh
}

export type OccurringQuestion = {
  readonly viewer: Viewer
  readonly field: ListedField
  /** Id of the word that the page before ended with. */
  readonly after: number
  readonly limit: number
}

export type Word = { readonly id: number; readonly value: string }

/** The next words of a field, in the order in which they came into the log. */
export const occurring: Work<OccurringQuestion, readonly Word[]> = {
  run: occurringIn,
  module: import.meta.url,
  name: 'occurringIn',
}

export async function occurringIn(
  tx: Tx,
  { viewer, field, after, limit }: OccurringQuestion,
): Promise<readonly Word[]> {
  const rows = await tx.all<{ term: number }>(sql`
    select term from occurring where field = ${field} and term > ${after} and ${seenBy(viewer, field)}
    order by term limit ${limit}`)
  const ids = rows.map(({ term }) => term)
  return tx.all<Word>(sql`
    select id, value from term where ${tx.dialect.among(sql`id`, ids)} order by id`)
}

const COLUMN = {
  type: sql`event.type`,
  bizStep: sql`event.biz_step`,
  disposition: sql`event.disposition`,
  readPoint: sql`event.read_point`,
  bizLocation: sql`event.biz_location`,
} as const

/** Who does not see everything is told of the words of what they see. */
const seenBy = (viewer: Viewer, field: ListedField): ReturnType<typeof sql> =>
  viewer.sees === 'everything'
    ? sql`1 = 1`
    : sql`exists (select 1 from event where ${COLUMN[field]} = occurring.term and ${visibleTo(viewer)})`

export type OccursQuestion = {
  readonly viewer: Viewer
  readonly field: ListedField
  readonly word: string
}

/** Whether a word occurs in a field. */
export const occurs: Work<OccursQuestion, boolean> = {
  run: occursIn,
  module: import.meta.url,
  name: 'occursIn',
}

export async function occursIn(tx: Tx, { viewer, field, word }: OccursQuestion): Promise<boolean> {
  const rows = await tx.all(sql`
    select term from occurring where field = ${field} and ${seenBy(viewer, field)}
      and term in (select id from term where value = ${word})`)
  return rows.length > 0
}
