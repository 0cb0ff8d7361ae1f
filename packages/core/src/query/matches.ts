import { BIZ_STEP, DISPOSITION, wordOf } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, QuantityElement } from '../event/event.ts'
import { identify } from '../id/identify.ts'
import type { Condition, Query, Role } from './query.ts'

/** An event with what the log knows of it. */
export type Candidate = {
  readonly event: EpcisEvent
  readonly context: Context
  readonly eventID: string
  /** Microseconds since 1970. */
  readonly eventTime: number
  readonly recordTime: number
}

/** The meaning of a query, in the plainest code we can write. Tests hold the fast way to it. */
export function matches(query: Pick<Query, 'where'>, candidate: Candidate): boolean {
  return query.where.every((condition) => holds(condition, candidate))
}

function holds(condition: Condition, candidate: Candidate): boolean {
  switch (condition.kind) {
    case 'oneOf':
      return condition.values.includes(wordAt(candidate, condition.field) ?? '')
    case 'time': {
      const time = candidate[condition.field]
      return condition.compare === 'ge' ? time >= condition.than : time < condition.than
    }
    case 'mentions':
      return condition.roles.some((role) =>
        thingsIn(candidate.event, role).some((thing) =>
          condition.things.includes(identify(thing).canonical),
        ),
      )
    case 'named':
      return condition.eventIDs.includes(candidate.eventID)
    case 'transformation': {
      const { event } = candidate
      const id = 'transformationID' in event ? event.transformationID : undefined
      return id !== undefined && condition.ids.includes(identify(id).canonical)
    }
    case 'declaredWrong':
      return candidate.event.errorDeclaration !== undefined
  }
}

function wordAt(
  { event, context }: Candidate,
  field: Extract<Condition, { kind: 'oneOf' }>['field'],
): string | undefined {
  switch (field) {
    case 'type':
      return event.type
    case 'action':
      return 'action' in event ? event.action : undefined
    case 'bizStep':
      return event.bizStep && wordOf(BIZ_STEP, expand(context, event.bizStep))
    case 'disposition':
      return event.disposition && wordOf(DISPOSITION, expand(context, event.disposition))
    case 'readPoint':
    case 'bizLocation': {
      const place = event[field]
      return place && identify(place.id).canonical
    }
  }
}

/** The identifiers that an event has in a role, as captured. */
export function thingsIn(event: EpcisEvent, role: Role): readonly string[] {
  const value = (
    event as { readonly [key in Role]?: string | readonly (string | QuantityElement)[] }
  )[role]
  if (value === undefined) return []
  if (typeof value === 'string') return [value]
  return value.map((thing) => (typeof thing === 'string' ? thing : thing.epcClass))
}
