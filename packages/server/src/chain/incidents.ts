type Incident = {
  readonly zh: string
  readonly en: string
  /** Gaps that an honest trace must show, and which trace: forward from the suspect, or backward from an affected tin. */
  readonly gaps: readonly { readonly kind: string; readonly trace: 'forward' | 'backward' }[]
}

export type IncidentName =
  | 'contaminated-oil-lot'
  | 'warm-tanker'
  | 'missed-round'
  | 'repalletised-pallet'
  | 'returned-case'
  | 'corrected-event'
  | 'forged-serial'
  | 'unrecorded-origin'

/** What can go wrong on demand. Targets are fixed, so that each happens once, early, in a chain of any size. */
export const INCIDENTS: Readonly<Record<IncidentName, Incident>> = {
  'contaminated-oil-lot': {
    zh: 'ARA 油供应商的一个发酵批被检出蜡样芽孢杆菌毒素（cereulide）。该批被分成多个油粉批，进入不同的干混批。',
    en: 'One fermentation of the ARA oil supplier is found to hold cereulide. It became several lots of oil powder, which went into different blends.',
    gaps: [],
  },
  'warm-tanker': {
    zh: '一趟奶车制冷失效，到厂奶温超过 7 °C，仍被卸入奶仓。',
    en: 'The cooling of one tanker trip failed; the milk came in warmer than 7 °C and was unloaded all the same.',
    gaps: [],
  },
  'missed-round': {
    zh: '水厂漏巡一次：14 时的两小时巡检未做，12 时至 16 时之间的水质无人见证。',
    en: 'The 14:00 round of the waterworks was not walked: nobody vouches for the water between the rounds at 12:00 and 16:00.',
    gaps: [],
  },
  'repalletised-pallet': {
    zh: '一托货在仓库被拆开，箱子码到另一托上，拆托没有记录；一箱留在货架上，也没有记录。',
    en: 'A pallet was taken apart in the warehouse and its cases put on another; the taking apart was never recorded, nor that one case stayed on a shelf.',
    gaps: [{ kind: 'reparented-without-removal', trace: 'forward' }],
  },
  'returned-case': {
    zh: '一箱货由门店退回经销商，又发往另一家门店。',
    en: 'A case went back from a shop to its dealer and on to another shop.',
    gaps: [],
  },
  'corrected-event': {
    zh: '一个干混批先记错了预混料批号，后以错误声明作废并更正。',
    en: 'A blend was first recorded with the wrong premix lot, then declared wrong and recorded again.',
    gaps: [],
  },
  'forged-serial': {
    zh: '门店扫到一个从未赋码的序列号；另附一个从未出现过的序列号。',
    en: 'A shop scanned a serial that was never commissioned; a second serial is given that was never seen at all.',
    gaps: [],
  },
  'unrecorded-origin': {
    zh: '一家牧场用了一批精料补充料，其来源没有任何记录。',
    en: 'One ranch fed a lot of concentrate whose origin nobody recorded.',
    gaps: [{ kind: 'origin-unknown', trace: 'backward' }],
  },
}

export const INCIDENT_NAMES: readonly IncidentName[] = Object.keys(INCIDENTS) as IncidentName[]

type Target =
  | 'fermentation'
  | 'warmDay'
  | 'missedDay'
  | 'repalletised'
  | 'returned'
  | 'premix'
  | 'unrecordedRanch'
  | 'unrecordedLot'

/** Where each strikes: days count from the first milk, the rest is the how-many-eth of its kind. */
export const TARGETS: Readonly<Record<Target, number>> = {
  fermentation: 1,
  warmDay: 2,
  missedDay: 3,
  repalletised: 3,
  returned: 5,
  premix: 2,
  unrecordedRanch: 1,
  unrecordedLot: 1,
}

/** The wanted incidents; throws a RangeError naming the ones that exist when a name is not one of them. */
export function incidentsOf(wanted: 'all' | 'none' | readonly string[]): ReadonlySet<IncidentName> {
  if (wanted === 'none') return new Set()
  if (wanted === 'all') return new Set(INCIDENT_NAMES)
  const unknown = wanted.filter((name) => !Object.hasOwn(INCIDENTS, name))
  if (unknown.length > 0) {
    throw new RangeError(
      `no incident is called ${unknown.join(', ')}; there are ${INCIDENT_NAMES.join(', ')}`,
    )
  }
  return new Set(INCIDENT_NAMES.filter((name) => wanted.includes(name)))
}
