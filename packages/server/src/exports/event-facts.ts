import { lotNumberOf } from '@suyuan/core/event/epcs'
import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import type { FlowEvent, Part } from '@suyuan/core/flow/flow-event'
import { flowEventOf } from '@suyuan/core/flow/read'
import { canonicalOf } from '@suyuan/core/id/identify'
import { keysOf } from '@suyuan/core/id/class-and-lot'
import { readStored } from '../store/read-stored.ts'
import type { Read } from './read.ts'

/** An event, told apart as papers need it. */
export type Facts = {
  readonly flow: FlowEvent
  readonly event: EpcisEvent
  /** Of the place where it happened: its day and its time. */
  readonly day: string
  readonly time: string
  readonly from: string | undefined
  readonly to: string | undefined
  /** Types and numbers of its documents. */
  readonly documents: readonly { readonly type: string; readonly number: string }[]
  readonly lotNumber: string | undefined
  readonly produced: string | undefined
  readonly expires: string | undefined
}

export function factsOf({ stored, void: isVoid }: Read): Facts {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID } = stored
  const flow = flowEventOf(event, context, { time, order, eventID, void: isVoid })
  const ilmd = 'ilmd' in event ? event.ilmd : undefined
  return {
    flow,
    event,
    ...localTime(stored.eventTime, event.eventTimeZoneOffset),
    from: sideOf(event.sourceList?.map(({ type, source: id }) => ({ type, id }))),
    to: sideOf(event.destinationList?.map(({ type, destination: id }) => ({ type, id }))),
    documents: (event.bizTransactionList ?? []).map(({ type, bizTransaction }) => ({
      type: type === undefined ? '' : (/[^:/#]+$/.exec(type)?.[0] ?? type),
      number: bizTransaction,
    })),
    lotNumber: lotNumberOf(event, context),
    produced: dayIn(ilmd, /(?:[:#/])productionDate$/),
    expires: dayIn(ilmd, /(?:[:#/])(?:itemExpirationDate|expirationDate)$/),
  }
}

/** What an event commissioned or made. */
export function madeIn({ type, action, things, outputs }: FlowEvent): readonly Part[] {
  if (type === 'TransformationEvent') return outputs
  return type === 'ObjectEvent' && action === 'ADD' ? things : []
}

function localTime(
  micros: number,
  offset: string,
): { readonly day: string; readonly time: string } {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const iso = new Date(Math.floor(micros / 1000) + ahead * 60_000).toISOString()
  return { day: iso.slice(0, 10), time: `${iso.slice(11, 19)}${offset}` }
}

type Side = { readonly type: string; readonly id: string }

/** The place where that is told, else the party. */
function sideOf(sides: readonly Side[] = []): string | undefined {
  const place = sides.find(({ type }) => /(?:^|[:/-])location$/i.test(type))
  const found = place ?? sides[0]
  return found === undefined ? undefined : canonicalOf(found.id)
}

function dayIn(ilmd: JsonObject | undefined, form: RegExp): string | undefined {
  for (const [name, value] of Object.entries(ilmd ?? {})) {
    if (form.test(name) && typeof value === 'string') return value.slice(0, 10)
  }
  return undefined
}

/** GTIN (or another primary key), lot and serial of an identifier, as data carriers have them. */
export function keyTexts(id: string): {
  readonly key: string | undefined
  readonly ai: string | undefined
  readonly lot: string | undefined
  readonly serial: string | undefined
} {
  const [primary, ...finer] = keysOf(id) ?? []
  const value = (ai: string): string | undefined => finer.find(([one]) => one === ai)?.[1]
  return { ai: primary?.[0], key: primary?.[1], lot: value('10'), serial: value('21') }
}
