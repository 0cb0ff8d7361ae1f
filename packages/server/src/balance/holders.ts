import { locationOf } from '@suyuan/core/master/holder'
import type { Engine } from '../db/engine.ts'
import { findHolders } from '../master/holders.ts'
import type { HolderOf } from './lot.ts'

/** Who holds what is at a place: the party that master data names, else the location that it lies in. */
export const holdersBy =
  (engine: Engine): HolderOf =>
  async (places) => {
    const holders = await engine.read(findHolders, places)
    return (place) => holders.get(place)?.party ?? locationOf(place) ?? place
  }
