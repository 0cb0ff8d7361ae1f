import type { FlowEvent, Part } from '../flow/flow-event.ts'
import { classOf } from '../id/class-and-lot.ts'
import { countingOf, coversEvent, type Told } from './counting.ts'
import { isContainer } from './held.ts'
import type { FigureName } from './lot-balance.ts'
import type { BalanceRules, Counts } from './rules.ts'

/** What one event says of a lot. */
export type Move = {
  /** Without the items beside containers. */
  readonly flow: FlowEvent
  readonly counts?: Counts
  /** Items that it brings about in the lot. */
  readonly items: readonly string[]
  /** It uses items up as well. */
  readonly usesItems: boolean
  /** Tolerances that cover it, by their ids. */
  readonly tolerances: readonly string[]
}

/** Of an event that names the lot or a container of it; undefined: it is void. */
export function moveOf(told: Told, lot: string, rules: BalanceRules): Move | undefined {
  const { flow } = told
  if (flow.void) return undefined
  const counts = countingOf(rules, told)(classOf(lot))
  return {
    flow: lean(flow, lot),
    ...(counts && { counts }),
    items: makes(flow).flatMap((part) => (part.lot === lot ? [part.id] : [])),
    usesItems: flow.inputs.some((part) => part.kind === 'item' && !isContainer(part)),
    tolerances: rules.tolerances.filter((rule) => coversEvent(rule, told)).map(({ id }) => id),
  }
}

/** What an event says became of the items that it names, among those of a lot. */
export type Fate = { readonly figure: FigureName; readonly items: readonly string[] }

export function fatesOf(
  told: Told,
  lot: string,
  { rules, isOf }: { readonly rules: BalanceRules; readonly isOf: (item: string) => boolean },
): readonly Fate[] {
  const { flow } = told
  if (flow.void) return []
  const these = (parts: readonly Part[]): readonly string[] =>
    parts.flatMap(({ id }) => (isOf(id) ? [id] : []))
  const figure = FATE[countingOf(rules, told)(classOf(lot)) ?? '']
  const fates: readonly Fate[] = [
    { figure: 'used', items: these(flow.inputs) },
    ...(figure === undefined ? [] : [{ figure, items: these(flow.things) }]),
  ]
  return fates.filter(({ items }) => items.length > 0)
}

const FATE: Readonly<Record<string, FigureName>> = {
  sold: 'sold',
  loss: 'loss',
  sample: 'sample',
  rework: 'rework',
}

const makes = (flow: FlowEvent): readonly Part[] => {
  if (flow.type === 'TransformationEvent') return flow.outputs
  return flow.type === 'ObjectEvent' && flow.action === 'ADD' ? flow.things : []
}

/** An event without the items that it names beside containers: a case of tins is no container here. */
function lean(flow: FlowEvent, lot: string): FlowEvent {
  const keep = (parts: readonly Part[]): readonly Part[] =>
    parts.filter((part) => part.id === lot || isContainer(part))
  const outputs = flow.outputs.filter(({ id }) => id === lot)
  return {
    ...flow,
    things: keep(flow.things),
    children: keep(flow.children),
    inputs: keep(flow.inputs),
    outputs,
  }
}
