import type { Tx, Work } from '../db/engine.ts'
import { storedNamed, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { bareEvent, prefixesFor, writeEvents, type About, type Written } from './document.ts'

export type Named = { readonly viewer: Viewer; readonly eventID: string }

/** The event of this eventID (or event hash), with its error declarations. */
export const namedEvent: Work<Named, readonly Stored[]> = {
  run: findNamed,
  module: import.meta.url,
  name: 'findNamed',
}

export async function findNamed(tx: Tx, { viewer, eventID }: Named): Promise<readonly Stored[]> {
  return storedNamed(tx, viewer, eventID)
}

export type NamedIn = Named & Pick<About, 'now' | 'form'>

/** {@link namedEvent} as an EPCISQueryDocument; undefined: there is none. */
export const namedDocument: Work<NamedIn, Written | undefined> = {
  run: writeNamed,
  module: import.meta.url,
  name: 'writeNamed',
}

export async function writeNamed(tx: Tx, asked: NamedIn): Promise<Written | undefined> {
  const events = await findNamed(tx, asked)
  const { now, form } = asked
  return events.length === 0
    ? undefined
    : writeEvents(events, {
        now,
        form,
        queryName: 'SimpleEventQuery',
        ...(await prefixesFor(tx, form)),
      })
}

/** The newest of the events of {@link namedEvent} by itself, with its context. */
export const newestNamed: Work<NamedIn, string | undefined> = {
  run: writeNewest,
  module: import.meta.url,
  name: 'writeNewest',
}

export async function writeNewest(tx: Tx, asked: NamedIn): Promise<string | undefined> {
  const newest = (await findNamed(tx, asked)).at(-1)
  return newest && bareEvent(newest, { ...asked, ...(await prefixesFor(tx, asked.form)) })
}
