import type { Json, JsonObject } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import type { HolderCount } from '@suyuan/core/recall/case'
import { noticeText } from '@suyuan/core/recall/notice-text'
import { rulesOn } from '@suyuan/core/recall/rules'
import { BY, membersOf } from '../access/bodies.ts'
import { refuse } from '../http/problem.ts'
import type { Kept } from './kept.ts'
import type { RecallRoom } from './room.ts'
import { latestNotices, levelOf, type Issued } from './told.ts'

/** A notice for every holder whose affected items are not what its last notice says. @throws Refused when there is none. */
export async function newNotices(
  value: Json,
  kept: Kept,
  room: RecallRoom,
): Promise<{ readonly by: string | undefined; readonly body: JsonObject }> {
  const { by } = membersOf(value, { by: BY })
  await room.watch.catchUp()
  const { version, holders } = await room.watch.versionOf(kept)
  const before = latestNotices(kept)
  const fresh = holders.filter(
    (one) => one.holder !== 'unknown' && isNews(one, before.get(one.holder)),
  )
  if (fresh.length === 0) {
    const says = 'every holder was told all that there is to tell'
    throw refuse(
      'ResourceAlreadyExistsException',
      `/recalls/${kept.number}/notices`,
      'no-news',
      says,
    )
  }
  const notices = fresh.map((holder): Issued => {
    const { inTransit: _, ...shown } = holder
    const replaces = before.get(holder.holder)?.notice
    const text = noticeText({
      recall: String(kept.number),
      drill: kept.drill,
      level: levelOf(kept),
      reason: kept.reason,
      version,
      issuedAt: isoOf(room.now()),
      zoneMinutes: rulesOn(kept.knownAt).zoneMinutes,
      holder,
    })
    return { ...shown, version, ...(replaces !== undefined && { replaces }), text }
  })
  return { by, body: { version, notices: notices as unknown as Json } }
}

const isNews = (now: HolderCount, before: Pick<HolderCount, 'lots'> | undefined): boolean =>
  before === undefined || JSON.stringify(now.lots) !== JSON.stringify(before.lots)
