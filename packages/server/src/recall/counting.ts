import type { Json, JsonObject } from '@suyuan/core/event/event'
import { step } from '@suyuan/core/event/pointer'
import { identify } from '@suyuan/core/id/identify'
import { parseIdentifier } from '@suyuan/core/id/parse'
import type { Problem } from '@suyuan/core/problem'
import { placeIn } from '@suyuan/core/recall/difference'
import { COUNT_KINDS, type CountKind } from '@suyuan/core/recall/effectiveness'
import { BY, membersOf, words } from '../access/bodies.ts'
import { Refused } from '../http/problem.ts'
import { THING, tokenOf } from '../store/token.ts'
import { EVIDENCE } from './evidence.ts'
import type { Kept } from './kept.ts'
import type { RecallRoom } from './room.ts'
import { countsOf, latestNotices } from './told.ts'
import type { KeptVersion } from './versions.ts'

/** Serials told at once. */
const MOST_IDS = 10_000
const MOST_ITEMS = 1e9

const TABLE = {
  kind: {
    read: (value: Json) => COUNT_KINDS.find((kind) => kind === value),
    says: COUNT_KINDS.join(', '),
    needed: true,
  },
  holder: { read: words, says: 'the holder, as the case names it', needed: true },
  lot: { read: words, says: 'the lot, in any spelling' },
  items: {
    read: (value: Json) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_ITEMS
        ? value
        : undefined,
    says: 'how many items: a whole number',
  },
  ids: {
    read: (value: Json) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= MOST_IDS &&
      (value as readonly Json[]).every((one) => typeof one === 'string')
        ? (value as readonly string[])
        : undefined,
    says: `1 to ${MOST_IDS} serials, each an identifier in any spelling`,
  },
  evidence: EVIDENCE,
  by: BY,
} as const

/** What a holder tells of affected goods. @throws Refused naming all that is wrong. */
export async function readCount(
  value: Json,
  kept: Kept,
  room: RecallRoom,
): Promise<{ readonly by: string | undefined; readonly body: JsonObject }> {
  const given = membersOf(value, TABLE)
  const { kind = 'found', holder = '', lot, items, ids, evidence, by } = given
  const problems: Problem[] = []
  if ((items === undefined) === (ids === undefined)) {
    problems.push({ at: '', rule: 'one-of', says: 'either how many (items), or which (ids)' })
  }
  await room.watch.catchUp()
  const newest = await room.watch.versionOf(kept)
  problems.push(...(await faultsIn(given, { kept, room, newest })))
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  const serials = ids?.map(canonical)
  return {
    by,
    body: {
      kind,
      holder: canonical(holder),
      ...(lot !== undefined && { lot: canonical(lot) }),
      items: items ?? serials?.length ?? 0,
      ...(serials && { ids: serials }),
      ...(evidence && { evidence }),
    },
  }
}

const canonical = (id: string): string => identify(id).canonical

type Given = {
  readonly kind?: CountKind | undefined
  readonly holder?: string | undefined
  readonly lot?: string | undefined
  readonly ids?: readonly string[] | undefined
}

type Known = { readonly kept: Kept; readonly room: RecallRoom; readonly newest: KeptVersion }

/** What is not so of what is told. */
async function faultsIn(
  { kind = 'found', holder = '', lot, ids }: Given,
  { kept, room, newest }: Known,
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const party = canonical(holder)
  const known = new Set([...newest.holders.map((one) => one.holder), ...latestNotices(kept).keys()])
  if (!known.has(party)) {
    const says = `${holder} holds nothing affected; holders are those of the case and of its notices`
    problems.push({ at: '/holder', rule: 'unknown-holder', says })
  }
  if (lot !== undefined && !newest.lots.some((one) => one.lot === canonical(lot))) {
    problems.push({ at: '/lot', rule: 'unknown-lot', says: `${lot} is no lot of affected items` })
  }
  if (ids !== undefined) {
    const held = await room.watch.setOf(newest.run)
    const isAffected = (id: string): boolean => placeIn(held, tokenOf(THING, id)) >= 0
    problems.push(...faultsOf(ids, { told: toldAs(kept, kind), isAffected }))
  }
  return problems
}

const toldAs = (kept: Kept, kind: CountKind): ReadonlySet<string> =>
  new Set(countsOf(kept).flatMap((one) => (one.kind === kind ? (one.ids ?? []) : [])))

function faultsOf(
  ids: readonly string[],
  { told, isAffected }: { told: ReadonlySet<string>; isAffected: (id: string) => boolean },
): readonly Problem[] {
  const seen = new Set(told)
  return ids.flatMap((id, i): readonly Problem[] => {
    const at = `/ids${step(i)}`
    const parsed = parseIdentifier(id, at)
    if (!parsed.ok) return parsed.problems
    const serial = parsed.value.canonical
    if (!isAffected(serial)) return [{ at, rule: 'not-affected', says: `${id} is not affected` }]
    if (seen.has(serial)) return [{ at, rule: 'told-already', says: `${id} was told already` }]
    seen.add(serial)
    return []
  })
}
