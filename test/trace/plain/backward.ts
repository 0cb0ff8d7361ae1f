import { holdsAt } from './inside.ts'
import { gapsOfInput, gapsOfThingInInput } from './gaps.ts'
import type { Making, PlainRecord } from './record.ts'
import { AFTER_ALL, BEFORE_ALL } from './standing.ts'
import { isReusable, kindOf } from './things.ts'
import { madeFromLink, ofLotLink, packedInLink } from './walk.ts'
import type { Certainty, Step, Walk } from './walk.ts'

/** How a thing was reached going backward. `at` of the start is null where the question gives none. */
export type BackwardState =
  | { readonly role: 'start'; readonly thing: string; readonly at: number | null }
  | {
      readonly role: 'found in the start'
      readonly thing: string
      readonly at: number | null
      /** The moments at which all packings from here to the start hold. */
      readonly from: number
      readonly until: number
    }
  | InputState
  | { readonly role: 'lot of an item'; readonly thing: string }

type InputState = {
  readonly role: 'input' | 'found in an input'
  readonly thing: string
  readonly time: number
  /** The event in which it, or what it was in, was used. */
  readonly eventID: string
}

type BackwardStep = Step<BackwardState>

/** "Backward from X (what X was made from)": the five rules, in their order. */
export function backward(record: PlainRecord, of: string, at: number | null): Walk<BackwardState> {
  return {
    start: { role: 'start', thing: of, at },
    stepsFrom: (state) => [
      ...xOfLotL(record, state),
      ...xMadeFromY(record, state),
      ...whatWasInYAtT(record, state),
      ...whatWasInTheStart(record, state),
      ...whatItsItemsWereMadeFrom(record, state),
    ],
  }
}

/** "reached by a draw at t …, only what entered at or before t counts"; others "are never bounded" */
function enteredAtOrBefore(state: BackwardState): number {
  if (!isReusable(state.thing)) return AFTER_ALL
  if (state.role === 'start' || state.role === 'found in the start') return state.at ?? AFTER_ALL
  return state.role === 'lot of an item' ? AFTER_ALL : state.time
}

/** "1. X of lot L → L" */
function xOfLotL(record: PlainRecord, state: BackwardState): readonly BackwardStep[] {
  return record.ofLot
    .filter((ofLot) => ofLot.item === state.thing)
    .map((ofLot) => ({
      link: ofLotLink(ofLot),
      next: { role: 'lot of an item', thing: ofLot.lot },
      gaps: [],
    }))
}

/** "2. X made from Y → Y" */
function xMadeFromY(record: PlainRecord, state: BackwardState): readonly BackwardStep[] {
  return record.makings
    .filter(({ output }) => output.thing === state.thing)
    .filter(({ output }) => output.time <= enteredAtOrBefore(state))
    .map((making) => ({
      link: madeFromLink(making),
      next: asInput(making),
      gaps: gapsOfInput(record, making.input),
    }))
}

function asInput({ input }: Making): InputState {
  return { role: 'input', thing: input.thing, time: input.time, eventID: input.eventID }
}

/** "3. where that Y is a container, an input at time t → what was in Y at t", at any depth */
function whatWasInYAtT(record: PlainRecord, state: BackwardState): readonly BackwardStep[] {
  if (state.role !== 'input' && state.role !== 'found in an input') return []
  return record.packings
    .filter((packing) => packing.parent === state.thing && holdsAt(packing, state.time))
    .map((packing) => ({
      link: packedInLink(packing),
      next: { ...state, role: 'found in an input', thing: packing.child },
      gaps: gapsOfThingInInput(record, { ...state, thing: packing.child }),
    }))
}

/** "4. X is a container and the start of the walk → what was in it (at `at`, else at any time)" */
function whatWasInTheStart(record: PlainRecord, state: BackwardState): readonly BackwardStep[] {
  if (state.role !== 'start' && state.role !== 'found in the start') return []
  return openedStart(record, state).map(({ packing, from, until }) => ({
    link: packedInLink(packing),
    next: { role: 'found in the start', thing: packing.child, at: state.at, from, until },
    gaps: [],
  }))
}

/**
 * "*At any time* means at any one moment": the packings into a thing that hold, at one moment at least, together with
 * all those from that thing up to the start.
 */
export function openedStart(
  record: PlainRecord,
  state: { thing: string; at: number | null; from?: number; until?: number },
): readonly { packing: PlainRecord['packings'][number]; from: number; until: number }[] {
  const from = state.from ?? state.at ?? BEFORE_ALL
  const until = state.until ?? state.at ?? AFTER_ALL
  return record.packings
    .filter((packing) => packing.parent === state.thing)
    .map((packing) => ({
      packing,
      from: Math.max(from, packing.from),
      until: Math.min(until, packing.until),
    }))
    .filter((together) => together.from <= together.until)
}

/** "5. X is a lot and the start of the walk, or a lot used as such … → what its items were made from" */
function whatItsItemsWereMadeFrom(
  record: PlainRecord,
  state: BackwardState,
): readonly BackwardStep[] {
  if (kindOf(state.thing) !== 'lot' || state.role === 'lot of an item') return []
  const isItsItem = (thing: string): boolean =>
    record.ofLot.some(({ item, lot }) => item === thing && lot === state.thing)
  return record.makings
    .filter(({ output }) => isItsItem(output.thing))
    .map((making) => ({
      link: {
        ...madeFromLink(making),
        to: state.thing,
        certainty: certainForTheStart(state, making),
      },
      next: asInput(making),
      gaps: gapsOfInput(record, making.input),
    }))
}

/** "Certain for the start; else *possible*: which items went in is not known." */
function certainForTheStart(state: BackwardState, making: Making): Certainty {
  return state.role === 'start' ? making.certainty : 'possible'
}
