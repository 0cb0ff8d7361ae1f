import type { Actor, Fields } from './journal.ts'
import { observe, type World } from './world.ts'

/** One end of a journey: who records it, when, where, with which papers. */
export type Leg = {
  readonly by: Actor
  readonly at: number
  readonly place: string
  readonly more?: Fields
}

/** Goods leave a place; until they are received nobody can say where they are. */
export function ship(world: World, leg: Leg, goods: Fields): void {
  observe(world, { ...leg, step: 'shipping', after: null, disposition: 'in_transit' }, goods)
}

export function receive(world: World, leg: Leg, goods: Fields): void {
  observe(world, { ...leg, step: 'receiving', disposition: 'in_progress' }, goods)
}

/** A reference to a paper, for `bizTransactionList`; `type` is CBV's word, `number` unique for whose GLN it stands under. */
export function paper(type: string, gln: string, number: string): Fields {
  return { bizTransactionList: [{ type, bizTransaction: `urn:epcglobal:cbv:bt:${gln}:${number}` }] }
}
