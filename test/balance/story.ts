import type { EpcisEvent } from '@suyuan/core/event/event'
import { lot, made, packed, place, saw, story, tanker, tin, unit } from '../trace/tell.ts'

export const MILK = '06901234567809'
export const TIN = '06901234567892'
const T = tanker('1')

const kg = (name: string, value: number): readonly [string, number, string] => [
  lot(name),
  value,
  'KGM',
]

/** What one test tells is about lots of its own. */
export const STORY: readonly EpcisEvent[] = story(
  // Into a tanker, out of it all at once: 12,000 kg in, 11,950 out, and 20 spilt.
  saw(0, 'ADD', [kg('M1', 5000)], { at: place(1) }),
  saw(0, 'ADD', [kg('M2', 7000)], { at: place(2) }),
  packed(1, 'ADD', { parent: T, children: [kg('M1', 5000)] }),
  packed(1, 'ADD', { parent: T, children: [kg('M2', 7000)] }),
  made(2, [T], [kg('S1', 11_950)], { mix: 'recv', readPoint: place(3), at: place(3) }),
  made(2, [], [kg('W1', 20)], { mix: 'recv', readPoint: place(3), disposition: 'damaged' }),
  packed(2, 'DELETE', { parent: T }),
  // A run over midnight in China: 1,000 kg in; 8 tins, 5 kg of samples, rework.
  made(955, [kg('S1', 900)], [], { mix: 'run', readPoint: place(4) }),
  made(970, [[lot('S1'), 100_000, 'GRM']], [tin('a1'), tin('a2')], {
    mix: 'run',
    readPoint: place(4),
    lot: 'F1',
  }),
  made(990, [], [kg('RW', 150)], { mix: 'run', readPoint: place(4), step: 'repairing' }),
  made(991, [], [kg('SA', 5)], { mix: 'run', readPoint: place(4), step: 'sampling' }),
  // A blend that gives more than it takes.
  made(1000, [kg('S1', 100)], [kg('B1', 120)], { mix: 'more', readPoint: place(5) }),
  // Of this nothing is known: litres, and no density.
  made(1010, [[lot('S1'), 10, 'LTR']], [kg('B2', 10.29)], { mix: 'litres', readPoint: place(5) }),
  // In two parts from one tank.
  packed(1020, 'ADD', { parent: tanker('2'), children: [kg('B1', 100)] }),
  made(1021, [tanker('2')], [kg('B3', 50)], { mix: 'half', readPoint: place(5) }),
  made(1022, [tanker('2')], [kg('B4', 50)], { mix: 'other', readPoint: place(5) }),
  // What the line made before.
  made(1030, [kg('B2', 5)], [kg('B5', 5)], { mix: 'next', readPoint: place(5) }),
  // Emptied before it is drawn from, as captured; in the same minute.
  packed(1040, 'ADD', { parent: tanker('3'), children: [kg('Z1', 40)] }),
  packed(1041, 'DELETE', { parent: tanker('3') }),
  made(1041, [tanker('3')], [kg('Z2', 40)], { mix: 'same-minute' }),
)

/** 100 kg made at one place; 60 and 60 shipped, one of them on a pallet; two of the tins were sold and one sampled. */
export const SOLD: readonly EpcisEvent[] = [
  saw(0, 'ADD', [kg('X1', 100)], { at: place(1), id: 'x1' }),
  saw(1, 'OBSERVE', [kg('X1', 60)], { step: 'shipping', readPoint: place(1), id: 'x2' }),
  packed(2, 'ADD', { parent: unit(1), children: [kg('X1', 60)] }, { id: 'x3' }),
  packed(2, 'ADD', { parent: unit(2), children: [unit(1)] }, { id: 'x4' }),
  saw(3, 'OBSERVE', [unit(2)], { step: 'shipping', readPoint: place(1), id: 'x5' }),
  saw(4, 'OBSERVE', [unit(2)], { step: 'receiving', at: place(2), id: 'x6' }),
  saw(5, 'OBSERVE', [kg('X1', 30)], { step: 'retail_selling', readPoint: place(2), id: 'x7' }),
  made(10, [kg('B9', 3)], [tin('b1'), tin('b2'), tin('b3')], { lot: 'F2', id: 'y1', at: place(1) }),
  saw(11, 'ADD', [tin('b2'), tin('b9')], { lot: 'F2', id: 'y2', at: place(1) }),
  made(12, [kg('B9', 1)], [tin('b3')], { lot: 'F2', id: 'y3', at: place(1) }),
  made(12, [tin('b3')], [tin('b4')], { lot: 'F2', id: 'y7', at: place(1) }),
  saw(13, 'OBSERVE', [tin('b1')], { step: 'retail_selling', id: 'y4' }),
  saw(13, 'OBSERVE', [tin('b1')], { step: 'retail_selling', id: 'y5' }),
  saw(14, 'OBSERVE', [tin('b2')], { step: 'sampling', id: 'y6' }),
]

export const RULES: object = {
  counts: [{ id: 'repairs', counts: 'rework', covers: { events: { EQ_bizStep: 'repairing' } } }],
  tolerances: [
    {
      id: 'all',
      covers: { events: { eventType: 'TransformationEvent' } },
      loss: { share: 0.003 },
      gain: { share: 0.01 },
    },
  ],
  yields: [{ id: 'of-milk', covers: { classes: [TIN] }, of: [MILK], least: 0.9, most: 1 }],
  products: [{ classes: [TIN], netWeight: { value: 421, uom: 'KGM' } }],
}

export const mix = (name: string): string => `urn:example:mix:${name}`
export const RANGE = 'from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z'
