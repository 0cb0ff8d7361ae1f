/** What the pages of master data say; the rest of the console's words are in `words.ts`. */
export const MASTER_ZH = {
  title: '主数据',
  why: '产品、地点、参与方的名称和属性，按采集顺序保存：后来的说法取代先前的，旧的说法仍可查。',
  none: '还没有主数据',
  noneWhy: '通过文档头部或 POST /masterdata 提交。',
  all: '全部',
  more: '显示更多',
  value: '内容',
  since: '始于',
  by: (party: string) => `由 ${party} 提供`,
  above: '上级',
  below: '下级',
  hierarchyNone: '没有上级或下级。',
  cut: '仅列出前 1000 个。',
  history: '历史',
  historyWhy: '每次采集所说的内容，最新的在前。',
  older: '更早的记录',
  said: '当时的说法',
  withdrawn: '撤销',
  noChildren: '没有下级',
  attributesNone: '没有属性。',
  list: '返回列表',
  unnamed: '主数据只在上级中提到它，没有单独的描述。',
  trace: '查看追溯',
}

export type MasterWords = typeof MASTER_ZH

export const MASTER_EN: MasterWords = {
  title: 'Master data',
  why: 'Names and attributes of products, places and parties, kept in the order they were captured: what is said later takes the place of what was said before, and that can still be read.',
  none: 'No master data yet',
  noneWhy: 'Send it in the header of a document, or with POST /masterdata.',
  all: 'All',
  more: 'Show more',
  value: 'Value',
  since: 'Since',
  by: (party) => `said by ${party}`,
  above: 'Above',
  below: 'Below',
  hierarchyNone: 'Nothing above or below it.',
  cut: 'Only the first 1000 are listed.',
  history: 'History',
  historyWhy: 'What each capture said, newest first.',
  older: 'Older',
  said: 'What was said',
  withdrawn: 'withdrawn',
  noChildren: 'nothing below it',
  attributesNone: 'No attributes.',
  list: 'Back to the list',
  unnamed: 'Master data names it only below another; nothing describes it itself.',
  trace: 'Trace it',
}

type Term = readonly [zh: string, en: string]

/** Vocabularies of CBV and EPCIS, and names of attributes that are common. */
const VOCABULARIES: Readonly<Record<string, Term>> = {
  BusinessStep: ['业务步骤', 'Business steps'],
  Disposition: ['状态', 'Dispositions'],
  ReadPoint: ['采集点', 'Read points'],
  BusinessLocation: ['业务地点', 'Business locations'],
  BusinessTransaction: ['业务单据', 'Business transactions'],
  BusinessTransactionType: ['单据类型', 'Transaction types'],
  EPCClass: ['产品', 'Products'],
  EPCInstance: ['单件', 'Items'],
  Location: ['地点', 'Locations'],
  Party: ['参与方', 'Parties'],
  SourceDest: ['来源与去向', 'Sources and destinations'],
  SourceDestType: ['来源与去向类型', 'Source and destination types'],
}

const ATTRIBUTES: Readonly<Record<string, Term>> = {
  name: ['名称', 'Name'],
  descriptionShort: ['简称', 'Short description'],
  streetAddressOne: ['地址', 'Street address'],
  streetAddressTwo: ['地址（续）', 'Street address 2'],
  city: ['城市', 'City'],
  state: ['省', 'State'],
  postalCode: ['邮编', 'Postal code'],
  countryCode: ['国家', 'Country'],
  latitude: ['纬度', 'Latitude'],
  longitude: ['经度', 'Longitude'],
  informationProvider: ['信息提供方', 'Information provider'],
  netContentDescription: ['净含量', 'Net content'],
  manufacturerOfTradeItemPartyName: ['生产商', 'Manufacturer'],
  regulatedProductName: ['法定品名', 'Regulated product name'],
  grossWeight: ['毛重', 'Gross weight'],
  site: ['所属地点', 'Site'],
  sst: ['子地点类型', 'Sub-site type'],
  ssa: ['子地点属性', 'Sub-site attribute'],
  ssd: ['子地点说明', 'Sub-site detail'],
  stage: ['环节', 'Stage'],
}

const tail = (uri: string): string => /[^/:#]+$/.exec(uri)?.[0] ?? uri

function word(terms: Readonly<Record<string, Term>>, uri: string, language: 'zh' | 'en'): string {
  const term = terms[tail(uri)]
  return term === undefined ? tail(uri) : term[language === 'zh' ? 0 : 1]
}

/** A vocabulary by its type, in the reader's language; one of someone's own reads as its last part. */
export const vocabularyWord = (type: string, language: 'zh' | 'en'): string =>
  word(VOCABULARIES, type, language)

/** An attribute by its URI, likewise. */
export const attributeWord = (id: string, language: 'zh' | 'en'): string =>
  word(ATTRIBUTES, id, language)
