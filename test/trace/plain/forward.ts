import { openedStart } from './backward.ts'
import { gapsOfInput, gapsOfThingInInput } from './gaps.ts'
import { holdsAt, isInAt } from './inside.ts'
import type { Making, Naming, PlainRecord } from './record.ts'
import { BEFORE_ALL } from './standing.ts'
import { isReusable, kindOf } from './things.ts'
import { madeFromLink, ofLotLink, packedInLink } from './walk.ts'
import type { Step, Walk } from './walk.ts'

/** How a thing was reached going forward. `at` of the start is null where the question gives none. */
export type ForwardState = WalkedState | UsedContainer

type WalkedState =
  | { readonly role: 'start'; readonly thing: string; readonly at: number | null }
  | {
      readonly role: 'found in the start'
      readonly thing: string
      readonly at: number | null
      readonly from: number
      readonly until: number
    }
  | { readonly role: 'item of a lot'; readonly thing: string }
  | { readonly role: 'output'; readonly thing: string; readonly time: number }

/** "C and the containers between …, as used at t": `input` is C's use, `thing` is C or one between. */
type UsedContainer = {
  readonly role: 'used container'
  readonly thing: string
  readonly input: Naming
}

type ForwardStep = Step<ForwardState>

/** "Forward from X (what X went into): the mirror image": the five rules, in their order. */
export function forward(record: PlainRecord, of: string, at: number | null): Walk<ForwardState> {
  return {
    start: { role: 'start', thing: of, at },
    stepsFrom: (state) =>
      state.role === 'used container'
        ? itsOutputs(record, state)
        : [
            ...everyItemOfThatLot(record, state),
            ...yMadeFromX(record, state),
            ...xWasInAnInput(record, state),
            ...whatWasInTheStart(record, state),
            ...whatItsLotWentInto(record, state),
          ],
  }
}

/** "by an entry at t (as an output at t), only draws at or after t count" */
function drawnAtOrAfter(state: WalkedState): number {
  if (!isReusable(state.thing)) return BEFORE_ALL
  if (state.role === 'start' || state.role === 'found in the start') return state.at ?? BEFORE_ALL
  return state.role === 'item of a lot' ? BEFORE_ALL : state.time
}

/** "1. X is a lot → every item of that lot" */
function everyItemOfThatLot(record: PlainRecord, state: WalkedState): readonly ForwardStep[] {
  return record.ofLot
    .filter((ofLot) => ofLot.lot === state.thing)
    .map((ofLot) => ({
      link: ofLotLink(ofLot),
      next: { role: 'item of a lot', thing: ofLot.item },
      gaps: [],
    }))
}

/** "2. Y made from X → Y" */
function yMadeFromX(record: PlainRecord, state: WalkedState): readonly ForwardStep[] {
  return record.makings
    .filter(({ input }) => input.thing === state.thing && input.time >= drawnAtOrAfter(state))
    .map((making) => ({
      link: madeFromLink(making),
      next: asOutput(making),
      gaps: gapsOfInput(record, making.input),
    }))
}

function asOutput({ output }: Making): WalkedState {
  return { role: 'output', thing: output.thing, time: output.time }
}

/** "3. X was in C at t and C is an input of a transformation at t → its outputs": from X to the first containers. */
function xWasInAnInput(record: PlainRecord, state: WalkedState): readonly ForwardStep[] {
  return record.makings
    .map(({ input }) => input)
    .filter((input) => input.time >= drawnAtOrAfter(state))
    .flatMap((input) => intoContainersOnTheWayTo(record, input, state.thing))
}

/** The packings of a thing, at the time of the input, into that input or into what is in that input. */
function intoContainersOnTheWayTo(
  record: PlainRecord,
  input: Naming,
  thing: string,
): readonly ForwardStep[] {
  const place = { container: input.thing, time: input.time }
  return record.packings
    .filter((packing) => packing.child === thing && holdsAt(packing, input.time))
    .filter(({ parent }) => parent === input.thing || isInAt(record.packings, parent, place))
    .map((packing) => ({
      link: packedInLink(packing),
      next: { role: 'used container', thing: packing.parent, input },
      gaps: gapsOfThingInInput(record, { ...input, thing }),
    }))
}

/** From a container between to the next one up, and from C → its outputs: C is "not walked on from". */
function itsOutputs(record: PlainRecord, { thing, input }: UsedContainer): readonly ForwardStep[] {
  const outputs = record.makings
    .filter((making) => making.input.thing === thing && isSameUse(making.input, input))
    .map((making) => ({
      link: madeFromLink(making),
      next: asOutput(making),
      gaps: gapsOfInput(record, input),
    }))
  const further = intoContainersOnTheWayTo(record, input, thing)
  return thing === input.thing ? [...outputs, ...further] : further
}

function isSameUse(a: Naming, b: Naming): boolean {
  return a.thing === b.thing && a.eventID === b.eventID
}

/** "4. X is a container and the start of the walk → what was in it (at `at`, else at any time)." */
function whatWasInTheStart(record: PlainRecord, state: WalkedState): readonly ForwardStep[] {
  if (state.role !== 'start' && state.role !== 'found in the start') return []
  return openedStart(record, state).map(({ packing, from, until }) => ({
    link: packedInLink(packing),
    next: { role: 'found in the start', thing: packing.child, at: state.at, from, until },
    gaps: [],
  }))
}

/** "5. X is an item and its lot is used as such (2, 3) → the outputs, as *possible*" */
function whatItsLotWentInto(record: PlainRecord, state: WalkedState): readonly ForwardStep[] {
  if (kindOf(state.thing) !== 'item') return []
  return record.ofLot
    .filter(({ item }) => item === state.thing)
    .flatMap(({ lot }) => record.makings.filter(({ input }) => wentIn(record, lot, input)))
    .map((making) => ({
      link: { ...madeFromLink(making), from: state.thing, certainty: 'possible' },
      next: asOutput(making),
      gaps: [],
    }))
}

/** The lot is that input, or was in it at its time. */
function wentIn(record: PlainRecord, lot: string, input: Naming): boolean {
  const place = { container: input.thing, time: input.time }
  return lot === input.thing || isInAt(record.packings, lot, place)
}
