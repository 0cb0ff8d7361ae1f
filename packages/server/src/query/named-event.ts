import type { Tx, Work } from '../db/engine.ts'
import { storedNamed, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'

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
