import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Verdict } from '@suyuan/core/sellable/verdict'
import { declaredWrong, equipment, lot, made, packed } from '../trace/tell.ts'
import { place, PRODUCT, saw, story, tin, tinLot, unit } from '../trace/tell.ts'

const K = unit(1)
const P = unit(2)

/** An event with what the teller of stories has no word for. */
const also = (event: EpcisEvent, more: object): EpcisEvent => ({ ...event, ...more }) as EpcisEvent

const dated = (event: EpcisEvent, ilmd: object): EpcisEvent =>
  also(event, { ilmd: { ...('ilmd' in event ? event.ilmd : {}), ...ilmd } })

/** Each case: what happened, what is asked, and what is answered: kinds of reasons, each with what it is said of. */
export type Case = {
  readonly line: string
  readonly events: readonly EpcisEvent[]
  readonly of: string
  readonly answer: Verdict['answer']
  readonly why?: readonly (readonly [kind: string, ref: string, of?: string])[]
}

/** When it is asked. */
export const NOW = '2026-03-02T00:00:00Z'

export const CASES: readonly Case[] = [
  {
    line: 'a tin that was made, with nothing against it',
    events: story(made(0, [lot('P1')], [tin('c1')], { lot: 'F1', disposition: 'active' })),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'one that was never seen',
    events: [],
    of: tin('c1'),
    answer: 'no',
    why: [['never-commissioned', tin('c1')]],
  },
  {
    line: 'one that was scanned, and never made',
    events: story(saw(0, 'OBSERVE', [tin('c1')], { at: place(1) })),
    of: tin('c1'),
    answer: 'no',
    why: [['never-commissioned', tin('c1')]],
  },
  {
    line: 'one whose making was declared wrong',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1', id: 'w' })).flatMap((event) => [
      event,
      declaredWrong(event),
    ]),
    of: tin('c1'),
    answer: 'no',
    why: [['voided', 'urn:example:event:w']],
  },
  {
    line: 'one that is made only tomorrow',
    events: story(saw(3 * 24 * 60, 'ADD', [tin('c1')], { lot: 'F1', id: 't' })),
    of: tin('c1'),
    answer: 'no',
    why: [['not-yet-commissioned', 'urn:example:event:t']],
  },
  {
    line: 'the last day it is good, by the clock of where it was made (+08:00)',
    events: story(
      dated(saw(0, 'ADD', [tin('c1')], { id: 'm' }), {
        'cbvmda:itemExpirationDate': '2026-03-02',
        'cbvmda:sellByDate': '2026-03-03',
      }),
    ),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'the day after',
    events: story(
      dated(saw(0, 'ADD', [tin('c1')], { id: 'm' }), {
        'cbvmda:itemExpirationDate': '2026-03-05',
        'cbvmda:bestBeforeDate': '2026-03-01',
      }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['expired', 'urn:example:event:m']],
  },
  {
    line: 'an expiry that only the label has',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: `${tin('c1').replace('https://id.gs1.org', 'https://shop.example')}?17=260300`,
    answer: 'yes',
  },
  {
    line: 'an expiry that only the label has, and is over',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: `${tin('c1')}?17=260200`,
    answer: 'no',
    why: [['expired', tin('c1')]],
  },
  {
    line: 'a label that names another lot than the record',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: tin('c1').replace('/21/', '/10/F2/21/'),
    answer: 'no',
    why: [['lot-differs', tinLot('F2')]],
  },
  {
    line: 'a damaged one, on its way back',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'OBSERVE', [tin('c1')], { disposition: 'damaged', id: 'd' }),
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'in_transit', step: 'shipping' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['damaged', 'urn:example:event:d']],
  },
  {
    line: 'one that was found sound again',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'OBSERVE', [tin('c1')], { disposition: 'damaged' }),
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'sellable_accessible' }),
    ),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'one that was sold, told late: the time in the world decides',
    events: story(
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'retail_sold', id: 's' }),
      saw(1, 'OBSERVE', [tin('c1')], { disposition: 'sellable_accessible' }),
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['retail_sold', 'urn:example:event:s']],
  },
  {
    line: 'one that came back: nothing says whether it may be sold again',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'returned', id: 'r' }),
    ),
    of: tin('c1'),
    answer: 'unknown',
    why: [['returned', 'urn:example:event:r']],
  },
  {
    line: 'a damage that was declared wrong',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'OBSERVE', [tin('c1')], { disposition: 'damaged', id: 'd' }),
      declaredWrong(saw(1, 'OBSERVE', [tin('c1')], { disposition: 'damaged', id: 'd' })),
    ),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'one taken out of use',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'DELETE', [tin('c1')], { step: 'decommissioning', id: 'x' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['decommissioned', 'urn:example:event:x']],
  },
  {
    line: 'one that went into something else',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      made(1, [tin('c1')], [lot('R1')], { id: 'u', disposition: 'non_conformant' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['used', 'urn:example:event:u']],
  },
  {
    line: 'one in a case on a pallet that was stolen',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      packed(1, 'ADD', { parent: K, children: [tin('c1')] }),
      packed(2, 'ADD', { parent: P, children: [K] }),
      saw(3, 'OBSERVE', [P], { disposition: 'stolen', id: 's' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['stolen', 'urn:example:event:s', P]],
  },
  {
    line: 'one that was taken out before the pallet was stolen',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      packed(1, 'ADD', { parent: K, children: [tin('c1')] }),
      packed(2, 'DELETE', { parent: K, children: [tin('c1')] }),
      saw(3, 'OBSERVE', [K], { disposition: 'stolen' }),
    ),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'what is said of a container releases nothing that is said of the thing',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      packed(1, 'ADD', { parent: K, children: [tin('c1')] }),
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'damaged', id: 'd' }),
      saw(3, 'OBSERVE', [K], { disposition: 'sellable_accessible' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['damaged', 'urn:example:event:d']],
  },
  {
    line: 'a pallet that holds one that may not be sold',
    events: story(
      saw(0, 'ADD', [tin('c1'), tin('c2')], { lot: 'F1' }),
      packed(1, 'ADD', { parent: K, children: [tin('c1'), tin('c2')] }),
      packed(2, 'ADD', { parent: P, children: [K] }),
      saw(3, 'OBSERVE', [tin('c2')], { disposition: 'damaged', id: 'd' }),
    ),
    of: P,
    answer: 'no',
    why: [['damaged', 'urn:example:event:d', tin('c2')]],
  },
  {
    line: 'a pallet of tins with nothing against them, never commissioned itself',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      packed(2, 'ADD', { parent: P, children: [tin('c1')] }),
    ),
    of: P,
    answer: 'yes',
  },
  {
    line: 'a tin of a lot that failed',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'OBSERVE', [tinLot('F1')], { disposition: 'non_conformant', id: 'f' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['non_conformant', 'urn:example:event:f', tinLot('F1')]],
  },
  {
    line: 'a tin of a lot some of which was damaged',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      saw(1, 'OBSERVE', [[tinLot('F1'), 3]], { disposition: 'damaged' }),
    ),
    of: tin('c1'),
    answer: 'yes',
  },
  {
    line: 'a lot of which tins were made',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: tinLot('F1'),
    answer: 'yes',
  },
  {
    line: 'a lot that nobody made',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: tinLot('F2'),
    answer: 'no',
    why: [['never-commissioned', tinLot('F2')]],
  },
  {
    line: 'a disposition that lasts until it is unset',
    events: story(
      saw(0, 'ADD', [tin('c1')], { lot: 'F1' }),
      also(saw(1, 'OBSERVE', [tin('c1')], { id: 'p' }), {
        persistentDisposition: { set: ['recalled'] },
      }),
      saw(2, 'OBSERVE', [tin('c1')], { disposition: 'sellable_accessible' }),
    ),
    of: tin('c1'),
    answer: 'no',
    why: [['recalled', 'urn:example:event:p']],
  },
  {
    line: 'a product without lot or serial',
    events: story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })),
    of: PRODUCT,
    answer: 'unknown',
    why: [['no-serial-or-lot', PRODUCT]],
  },
  {
    line: 'a tank: a thing of one’s own that was never commissioned',
    events: story(made(0, [lot('M1')], [tin('c1')], { at: equipment('T') })),
    of: equipment('T'),
    answer: 'no',
    why: [['never-commissioned', equipment('T')]],
  },
]
