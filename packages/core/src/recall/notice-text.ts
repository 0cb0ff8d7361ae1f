import type { Name } from '../master/name.ts'
import type { HolderCount, NoticeText } from './case.ts'
import type { Level } from './rules.ts'
import { inZone } from './zone-time.ts'

/** What a notice tells besides its lots. */
export type NoticeFacts = {
  readonly recall: string
  readonly drill: boolean
  readonly level: Level
  readonly reason: string
  readonly version: number
  readonly issuedAt: string
  /** Of the authority, ahead of UTC: in it times are told. */
  readonly zoneMinutes: number
  readonly from?: Name
  readonly holder: Pick<HolderCount, 'holder' | 'name' | 'items' | 'lots' | 'inTransit'>
}

const LEVEL_ZH: Readonly<Record<Level, string>> = { 1: '一级', 2: '二级', 3: '三级' }
const LEVEL_EN: Readonly<Record<Level, string>> = { 1: 'I', 2: 'II', 3: 'III' }

/** The words of a notice to one holder, in Chinese and English. Its lots go with it as a table. */
export function noticeText(facts: NoticeFacts): {
  readonly zh: NoticeText
  readonly en: NoticeText
} {
  const shown = { ...facts, issuedAt: inZone(facts.issuedAt, facts.zoneMinutes) }
  return { zh: inChinese(shown), en: inEnglish(shown) }
}

function inChinese({
  recall,
  drill,
  level,
  reason,
  version,
  issuedAt,
  holder,
}: NoticeFacts): NoticeText {
  const to = holder.name?.zh ?? holder.name?.en ?? holder.holder
  return {
    title: `${drill ? '【演练】' : ''}食品召回通知（${LEVEL_ZH[level]}召回，编号 ${recall}）`,
    paragraphs: [
      ...(drill
        ? ['这是一次召回演练，不涉及真实的产品问题。请按真实召回处理信息，但不要下架或销毁产品。']
        : []),
      `致：${to}`,
      `召回原因：${reason}`,
      `按追溯记录（第 ${version} 版，${issuedAt}），贵方持有受影响产品 ${holder.items} 件，涉及 ${holder.lots.length} 个批次，见附表${holder.inTransit > 0 ? `；其中 ${holder.inTransit} 件在途` : ''}。`,
      '请立即停止销售和发货，将产品单独存放并标识；如已转售，请告知下游并提供去向。',
      '请确认收到本通知，并回报每个批次查到、封存、退回和销毁的数量，附上凭证。',
    ],
  }
}

function inEnglish({
  recall,
  drill,
  level,
  reason,
  version,
  issuedAt,
  holder,
}: NoticeFacts): NoticeText {
  const to = holder.name?.en ?? holder.name?.zh ?? holder.holder
  const lots = `${holder.lots.length} ${holder.lots.length === 1 ? 'lot' : 'lots'}`
  return {
    title: `${drill ? '[DRILL] ' : ''}Food recall notice (level ${LEVEL_EN[level]}, recall ${recall})`,
    paragraphs: [
      ...(drill
        ? [
            'This is a recall drill; nothing is wrong with the products. Please answer as in a recall, but take nothing off the shelf and destroy nothing.',
          ]
        : []),
      `To: ${to}`,
      `Reason: ${reason}`,
      `By the trace record (version ${version}, ${issuedAt}) you hold ${holder.items} affected items of ${lots}, as listed${holder.inTransit > 0 ? `; ${holder.inTransit} of them are on the way` : ''}.`,
      'Please stop selling and shipping them at once, and keep them apart and marked. If you passed any on, tell those who have them, and tell us who they are.',
      'Please confirm that you have this notice, and tell of each lot how many were found, blocked, returned and destroyed, with evidence.',
    ],
  }
}
