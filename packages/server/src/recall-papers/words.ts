import type { RecallCase } from '@suyuan/core/recall/case'
import { rulesNamed } from '@suyuan/core/recall/rules'
import { inZone } from '@suyuan/core/recall/zone-time'

export type Language = 'zh' | 'en'

/** What papers of a recall say, Chinese and English side by side. */
const WORDS = {
  stage: ['召回阶段报告', 'Recall: stage report'],
  final: ['召回总结报告', 'Recall: final report'],
  drill: ['召回演练报告', 'Recall drill report'],
  notice: ['召回通知书', 'Recall notice'],
  drillMark: ['演练，不涉及真实的产品问题', 'A drill: nothing is wrong with the products'],
  number: ['编号', 'Number'],
  level: ['级别', 'Level'],
  reason: ['原因', 'Reason'],
  knownAt: ['知悉时间', 'Known at'],
  openedAt: ['立案时间', 'Opened at'],
  by: ['立案人', 'Opened by'],
  announcedAt: ['公告时间', 'Announced at'],
  closedAt: ['结案时间', 'Closed at'],
  rules: ['适用规定', 'Rules'],
  suspects: ['可疑对象', 'Suspects'],
  state: ['状态', 'State'],
  version: ['受影响范围版本', 'Version of the affected set'],
  items: ['受影响件数', 'Affected items'],
  lots: ['受影响批次', 'Affected lots'],
  certain: ['其中确定', 'Of them certain'],
  possible: ['其中可能', 'Of them possible'],
  bulkLots: ['散装批次', 'Lots in bulk'],
  equipment: ['途经设备和容器', 'Equipment and containers on the way'],
  origins: ['上游来源', 'Origins upstream'],
  traceTime: ['追溯用时', 'Trace time'],
  knownToTraced: ['知悉至追溯完成', 'From knowledge to traced'],
  found: ['已查到', 'Found'],
  foundShare: ['查到比例', 'Found, share'],
  settledShare: ['已退回或销毁比例', 'Returned or destroyed, share'],
  blocked: ['已封存', 'Blocked'],
  returned: ['已退回', 'Returned'],
  destroyed: ['已销毁', 'Destroyed'],
  missing: ['未查到', 'Missing'],
  beyond: ['超出记录', 'Beyond the record'],
  gaps: ['追溯缺口', 'Gaps in the trace'],
  noGaps: ['无缺口，追溯完整', 'None: the trace is complete'],
  case: ['基本情况', 'The case'],
  deadlines: ['法定时限', 'Deadlines'],
  deadline: ['时限', 'Deadline'],
  from: ['起算', 'From'],
  due: ['截止', 'Due'],
  met: ['完成', 'Met at'],
  result: ['结果', 'Result'],
  sure: ['依据', 'Basis'],
  isSure: ['已核实', 'verified'],
  notSure: ['未核实，以法规原文为准', 'not verified: check the law'],
  affected: ['受影响范围', 'What is affected'],
  quantities: ['数量核对', 'Quantity check'],
  balance: ['物料平衡', 'Mass balance'],
  balanceNone: ['没有可核算的批次', 'No lot could be balanced'],
  holders: ['各持有方', 'By holder'],
  holder: ['持有方', 'Holder'],
  noticed: ['已通知', 'Notified'],
  acknowledged: ['已确认', 'Acknowledged'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  lotTable: ['批次清单', 'Lots'],
  lot: ['批次', 'Lot'],
  product: ['产品标识', 'Product'],
  count: ['件数', 'Items'],
  unknownLot: ['批次不明', 'lot not known'],
  versions: ['范围变化', 'How the affected set changed'],
  madeAt: ['时间', 'At'],
  because: ['原因', 'Because'],
  added: ['新增', 'Added'],
  removed: ['移出', 'Removed'],
  notices: ['通知', 'Notices'],
  alarms: ['报警', 'Alarms'],
  steps: ['处置记录', 'What was done'],
  what: ['事项', 'What'],
  who: ['责任人', 'By'],
  kind: ['类型', 'Kind'],
  thing: ['对象', 'Thing'],
  event: ['事件', 'Event'],
  place: ['地点', 'Place'],
  stateOfItem: ['所在状态', 'Standing'],
  certainty: ['确定性', 'Certainty'],
  status: ['处置', 'Status'],
  container: ['外层容器', 'Outermost container'],
  places: ['地点', 'Places'],
  inTransit: ['在途', 'In transit'],
  draft: ['草稿，尚未发出', 'Draft: not sent yet'],
  answer: ['回执', 'Answer'],
  quality: ['质量负责人', 'Head of quality'],
  company: ['企业负责人', 'Head of the company'],
  auditor: ['审核员', 'Auditor'],
  receiver: ['接收方负责人', 'For the receiver'],
  summary: ['概要', 'Summary'],
  overdue: ['有时限已逾期', 'A deadline is overdue'],
} as const

export type Word = keyof typeof WORDS

/** Words of states, kinds and gaps; what is not among them is told as the record has it. */
const TERMS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  open: ['进行中', 'open'],
  notified: ['已通知', 'notified'],
  closed: ['已结案', 'closed'],
  met: ['按时完成', 'met'],
  missed: ['未按时完成', 'missed'],
  running: ['未到期', 'running'],
  overdue: ['已逾期', 'overdue'],
  start: ['启动召回', 'start the recall'],
  finish: ['完成召回', 'finish the recall'],
  known: ['知悉', 'known'],
  announced: ['公告', 'announced'],
  'start-due': ['应启动之时', 'when it must start'],
  opened: ['立案', 'opened'],
  events: ['新事件', 'new events'],
  asked: ['人工要求', 'asked for'],
  noticed: ['发出通知', 'notices sent'],
  acknowledged: ['确认通知', 'notice acknowledged'],
  counted: ['回报数量', 'counts told'],
  'alarm-acknowledged': ['处理报警', 'alarm acknowledged'],
  regraded: ['调整级别', 'regraded'],
  extended: ['延长时限', 'deadline extended'],
  reported: ['报告', 'reported'],
  reopened: ['重新立案', 'reopened'],
  certain: ['确定', 'certain'],
  possible: ['可能', 'possible'],
  found: ['已查到', 'found'],
  blocked: ['已封存', 'blocked'],
  returned: ['已退回', 'returned'],
  destroyed: ['已销毁', 'destroyed'],
  at: ['在地点', 'at the place'],
  'in-transit': ['在途', 'in transit'],
  unknown: ['不明', 'not known'],
  'origin-unknown': ['来源不明', 'origin not known'],
  'no-lot': ['没有批号', 'no lot'],
  'reparented-without-removal': ['未取出即装入另一容器', 'packed elsewhere without removal'],
  'quantity-unbalanced': ['数量不平衡', 'quantities do not balance'],
  'shipped-never-received': ['发出后未收到', 'shipped, never received'],
  'time-order': ['使用早于生成', 'used before it was made'],
}

export type Saying = {
  readonly language: Language
  readonly word: (word: Word) => string
  readonly term: (term: string) => string
  /** A date-time of the record in the zone of the authority. */
  readonly time: (iso: string | undefined) => string
  readonly number: (value: number) => string
  readonly share: (value: number) => string
  readonly name: (
    one: { readonly zh?: string; readonly en?: string } | undefined,
    otherwise: string,
  ) => string
}

const CHINA = 480

/** Minutes ahead of UTC of the authority whose rules a case goes by. */
export const zoneOf = ({ id }: RecallCase['rules']): number => rulesNamed(id)?.zoneMinutes ?? CHINA

export function saying(language: Language, { rules }: Pick<RecallCase, 'rules'>): Saying {
  const at = language === 'zh' ? 0 : 1
  const zone = zoneOf(rules)
  const numbers = new Intl.NumberFormat('en-US')
  return {
    language,
    word: (word) => WORDS[word][at],
    term: (term) => TERMS[term]?.[at] ?? term,
    time: (iso) => (iso === undefined ? '' : inZone(iso, zone)),
    number: (value) => numbers.format(value),
    // Cut off, not rounded: 100 % is said only of all.
    share: (value) => `${(Math.floor(value * 10_000) / 100).toFixed(2)} %`,
    name: (one, otherwise) =>
      (language === 'zh' ? (one?.zh ?? one?.en) : (one?.en ?? one?.zh)) ?? otherwise,
  }
}
