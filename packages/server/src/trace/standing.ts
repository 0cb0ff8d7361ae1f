import type { Reached } from '@suyuan/core/flow/reach'
import { standingOver } from '@suyuan/core/flow/standing'
import type { Tx, Work } from '../db/engine.ts'
import { OURSELVES } from '../store/follow.ts'
import { asking } from './ask.ts'

/** {@link standingOver} the store. */
export const standingOf: Work<readonly string[], readonly Reached[]> = {
  run: runStanding,
  module: import.meta.url,
  name: 'runStanding',
}

export async function runStanding(tx: Tx, ids: readonly string[]): Promise<readonly Reached[]> {
  return standingOver(await asking(tx, { viewer: OURSELVES }), ids)
}
