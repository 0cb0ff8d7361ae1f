import type { FlowEvent, Part } from './flow-event.ts'

/** Every thing that an event names, and the lots it gives to items. */
export function* namesIn(event: FlowEvent): Generator<string> {
  const lists: readonly (readonly Part[])[] = [
    event.things,
    event.children,
    event.inputs,
    event.outputs,
  ]
  if (event.parent !== undefined) yield event.parent.id
  for (const list of lists) {
    for (const part of list) {
      yield part.id
      if (part.lot !== undefined) yield part.lot
    }
  }
}

/** Items that an event commissions: those of an ObjectEvent ADD, and outputs of a TransformationEvent. */
export function commissionedIn(event: FlowEvent): readonly Part[] {
  if (event.type === 'TransformationEvent') return event.outputs
  return event.type === 'ObjectEvent' && event.action === 'ADD' ? event.things : []
}
