import { identify } from '@suyuan/core/id/identify'
import type { EventBody, Recorded, SensorElement } from '../../answers.ts'

/** A list of an event that names things, in their canonical spelling: the part they play, and the amounts where given. */
export type Part = {
  readonly role: 'inputs' | 'outputs' | 'parent' | 'children' | 'objects'
  readonly things: readonly {
    readonly id: string
    readonly value?: number
    readonly uom?: string
  }[]
}

export type Reading = {
  readonly type: string
  /** One value, its range, or a finding in words. */
  readonly found: readonly (number | string)[]
  readonly uom: string | undefined
  readonly alarm: boolean
}

export type Entry = {
  readonly key: string
  readonly time: string
  readonly place: string | undefined
  readonly through: string | undefined
  readonly voided: boolean
  readonly parts: readonly Part[]
  readonly readings: readonly Reading[]
  readonly event: EventBody
}

/** A thing's events as they are shown: when in the event's own zone, where, and what else took part. */
export function entriesOf(of: string, events: readonly Recorded[]): readonly Entry[] {
  return events.map(({ event, through }, at) => ({
    key: `${event.eventID ?? ''} ${at}`,
    time: timeAt(event.eventTime, event.eventTimeZoneOffset),
    place: canonical(event.readPoint?.id ?? event.bizLocation?.id),
    through: through ?? undefined,
    voided: event.errorDeclaration !== undefined,
    parts: partsOf(event).filter(({ things }) => things.some(({ id }) => id !== of)),
    readings: (event.sensorElementList ?? []).flatMap(readingsOf),
    event,
  }))
}

function canonical(id: string | undefined): string | undefined {
  return id === undefined ? undefined : identify(id).canonical
}

/** The wall clock where it happened: `2026-03-05 14:20 +08:00`; the time as it was written where it cannot be read. */
export function timeAt(time: string | undefined, offset: string | undefined): string {
  const moment = Date.parse(time ?? '')
  if (Number.isNaN(moment)) return time ?? ''
  const zone = offset ?? /[+-]\d\d:\d\d$/.exec(time ?? '')?.[0] ?? '+00:00'
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  const local = new Date(
    moment + (zone.startsWith('-') ? -minutes : minutes) * 60_000,
  ).toISOString()
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${zone === '+00:00' ? 'UTC' : zone}`
}

/** EPCIS 2.0 event fields that name things, one row a field. */
const FIELDS: readonly (readonly [field: string, role: Part['role']])[] = [
  ['inputEPCList', 'inputs'],
  ['inputQuantityList', 'inputs'],
  ['outputEPCList', 'outputs'],
  ['outputQuantityList', 'outputs'],
  ['parentID', 'parent'],
  ['childEPCs', 'children'],
  ['childQuantityList', 'children'],
  ['epcList', 'objects'],
  ['quantityList', 'objects'],
]

function partsOf(event: EventBody): readonly Part[] {
  const parts = new Map<Part['role'], Part['things'][number][]>()
  for (const [field, role] of FIELDS) {
    const value = event[field]
    const list: readonly unknown[] = Array.isArray(value)
      ? value
      : value === undefined
        ? []
        : [value]
    const known = parts.get(role) ?? []
    parts.set(role, [...known, ...list.flatMap(named)])
  }
  return [...parts].flatMap(([role, things]) => (things.length === 0 ? [] : [{ role, things }]))
}

function named(value: unknown): Part['things'] {
  if (typeof value === 'string') return [{ id: identify(value).canonical }]
  const { epcClass, quantity, uom } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof epcClass !== 'string') return []
  return [
    {
      id: identify(epcClass).canonical,
      ...(typeof quantity === 'number' ? { value: quantity } : {}),
      ...(typeof uom === 'string' ? { uom } : {}),
    },
  ]
}

function readingsOf({ sensorReport }: SensorElement): readonly Reading[] {
  return (sensorReport ?? []).flatMap((report) => {
    const { value, meanValue, minValue, maxValue, stringValue } = report
    const known = [value ?? meanValue, minValue, maxValue, stringValue]
    const found = known.filter((one) => one !== undefined)
    if (report.type === undefined || found.length === 0) return []
    return [{ type: report.type, found, uom: report.uom, alarm: report.exception !== undefined }]
  })
}

/** Every place and container that the entries name, to ask labels for. */
export function namedIn(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ place, through, parts }) => [
    ...[place, through].filter((id) => id !== undefined),
    ...parts.flatMap(({ things }) => things.slice(0, NAMED).map(({ id }) => id)),
  ])
}

/** How many things of one part of an event are named before “and n more”. */
export const NAMED = 4
