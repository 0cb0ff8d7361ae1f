import { hash } from 'node:crypto'
import { BIZ_STEP, DISPOSITION, wordOf } from '@suyuan/core/cbv/vocabulary'
import { expand, type Context } from '@suyuan/core/event/context'
import { epcsOf, lotNumberOf } from '@suyuan/core/event/epcs'
import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { hashId } from '@suyuan/core/hash/prehash'
import { lotsOf } from '@suyuan/core/id/class-and-lot'
import { canonicalOf } from '@suyuan/core/id/identify'
import type { Fresh } from '../store/fresh.ts'
import { saidTokens } from './said-tokens.ts'
import { THING, TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT, writeToken } from '../store/token.ts'

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** What a valid event is made into, to be kept: its name, its hash, its indexed fields, and what it mentions. */
export function ready(
  event: EpcisEvent,
  exact: JsonObject,
  source: {
    readonly at: string
    readonly body: string
    readonly context: string
    readonly names: Context
  },
): Fresh {
  const { names } = source
  const word = (value: string | undefined, vocabulary: typeof BIZ_STEP): string | undefined =>
    value === undefined ? undefined : wordOf(vocabulary, expand(names, value))
  const place = (located: { readonly id: string } | undefined): string | undefined =>
    located === undefined ? undefined : canonicalOf(located.id)
  return {
    at: source.at,
    eventID: event.eventID,
    hashID: hashId(exact, names, sha256),
    content: event.certificationInfo === undefined ? '' : sha256(plain(event.certificationInfo)),
    declaration: event.errorDeclaration && sha256(plain(event.errorDeclaration)),
    eventTime: microsOf(event.eventTime) ?? 0,
    type: expand(names, event.type),
    action: 'action' in event ? event.action : undefined,
    bizStep: word(event.bizStep, BIZ_STEP),
    disposition: word(event.disposition, DISPOSITION),
    readPoint: place(event.readPoint),
    bizLocation: place(event.bizLocation),
    context: source.context,
    body: source.body,
    ...mentionsOf(event, names),
  }
}

/** The same JSON for the same value, whatever the order of its keys. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Tokens of all things an event names, of the lots it gives to items, and of the transformation it is part of; then of what it says. */
function mentionsOf(event: EpcisEvent, names: Context): Pick<Fresh, 'mentions' | 'things'> {
  const things = new Set<string>()
  const lotNumber = lotNumberOf(event, names)
  const lotOf = lotNumber === undefined ? undefined : lotsOf(lotNumber)
  for (const { id, role } of epcsOf(event)) {
    if (role === 'transformationID') continue
    const thing = canonicalOf(id)
    things.add(thing)
    const lot = lotOf?.(thing)
    if (lot !== undefined) things.add(lot)
  }
  const sides = sidesOf(event)
  const said = saidTokens(event, things, names)
  const tokens = room((things.size + sides.length) * 2 + said.length)
  let at = 0
  for (const thing of things) {
    writeToken(THING, thing, tokens, at)
    at += 2
  }
  for (const [side, id] of sides) {
    writeToken(side, id, tokens, at)
    at += 2
  }
  tokens.set(said, at)
  return { mentions: tokens, things: at }
}

const POOL = 32_768
let pool = new Uint32Array(POOL)
let used = 0

/** Room for tokens, cut from a larger array: on its way to the writer's thread that is copied once, not array by array. */
function room(length: number): Uint32Array {
  if (length > POOL) return new Uint32Array(length)
  if (used + length > POOL) {
    pool = new Uint32Array(POOL)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}

function sidesOf(event: EpcisEvent): readonly (readonly [side: number, id: string])[] {
  if (event.type !== 'TransformationEvent' || event.transformationID === undefined) return []
  const id = canonicalOf(event.transformationID)
  const has = (...lists: readonly (readonly unknown[] | undefined)[]): boolean =>
    lists.some((list) => (list?.length ?? 0) > 0)
  return [
    ...(has(event.inputEPCList, event.inputQuantityList)
      ? [[TRANSFORMATION_INPUT, id] as const]
      : []),
    ...(has(event.outputEPCList, event.outputQuantityList)
      ? [[TRANSFORMATION_OUTPUT, id] as const]
      : []),
  ]
}
