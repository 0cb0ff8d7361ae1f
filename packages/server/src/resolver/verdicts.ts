import { table, type Words } from './words.ts'

/** What the page says of the code itself: a heading and what it means for the reader. */
export const VERDICTS = {
  commissioned: {
    title: { zh: '这个编码登记过生产', en: 'This code was recorded when the product was made' },
    text: { zh: '登记时间：{time}', en: 'Recorded on {time}' },
    textAt: { zh: '登记时间：{time}，{place}', en: 'Recorded on {time}, {place}' },
  },
  never: {
    title: { zh: '这个编码从未登记生产', en: 'This code was never recorded as made' },
    text: {
      zh: '没有任何一家企业登记生产过带有这个编码的产品。它可能是假冒的。请不要食用，先向卖家或品牌方查问。',
      en: 'No company has recorded making a product with this code. It may be a counterfeit. Do not eat or feed it; ask the seller or the brand first.',
    },
  },
  erased: {
    title: { zh: '这个编码的记录已到期删除', en: 'The record of this code is past its time' },
    text: {
      zh: '曾有记录提到这个编码，保存期满，已于 {time} 删除。这里已无法核对它的真伪。请查看包装上的保质期。',
      en: 'Records named this code once; they were kept as long as they had to be, and erased on {time}. Whether it is genuine can no longer be told here. Look at the expiry date on the pack.',
    },
  },
  voided: {
    title: {
      zh: '这个编码的生产登记已作废',
      en: 'The record that this was made has been withdrawn',
    },
    text: {
      zh: '登记它的企业后来声明这条登记有误。现在没有有效的生产登记。请不要食用，先向卖家或品牌方查问。',
      en: 'The company that recorded it later declared the record wrong. No valid record of making remains. Do not eat or feed it; ask the seller or the brand first.',
    },
  },
  lotSeen: {
    title: { zh: '这个批号有登记', en: 'This batch is on record' },
    text: {
      zh: '本页只说明这一批。要查看某一件，请扫描它自己的编码。',
      en: 'This page is about the batch. To check one piece, scan the code on that piece.',
    },
  },
  lotNever: {
    title: { zh: '这个批号从未登记', en: 'This batch was never recorded' },
    text: {
      zh: '没有任何一家企业登记过这个批号。标签可能是假冒的。请不要食用，先向卖家或品牌方查问。',
      en: 'No company has recorded this batch. The label may be a counterfeit. Do not eat or feed the product; ask the seller or the brand first.',
    },
  },
} as const

export const WARNINGS = {
  lotDiffers: {
    title: { zh: '批号与登记不符', en: 'The batch does not match the record' },
    text: {
      zh: '编码上写的批号是 {url}，登记的批号是 {recorded}。标签可能被换过。请先向卖家或品牌方查问。',
      en: 'The code says batch {url}; the record says batch {recorded}. The label may have been changed. Ask the seller or the brand first.',
    },
  },
  lotUnrecorded: {
    title: { zh: '批号无法核对', en: 'The batch cannot be checked' },
    text: {
      zh: '编码上写的批号是 {url}，但这件产品没有登记批号。',
      en: 'The code says batch {url}, but no batch is recorded for this product.',
    },
  },
  testFailed: {
    title: { zh: '有检验不合格', en: 'A test failed' },
    text: {
      zh: '它自己或来路上的检验中有 {n} 次不合格，见下面的“检验”。',
      en: 'Tests of it or on its way that failed: {n}. See “Tests” below.',
    },
  },
  gaps: {
    title: { zh: '来路的记录不完整', en: 'The record of its way is not complete' },
    text: { zh: '缺少的内容：', en: 'What is missing:' },
  },
} as const

/** Gaps of a trace (trace-semantics), as a shopper reads them. */
export const GAPS: ReadonlyMap<string, Words> = table({
  'origin-unknown': {
    zh: '有 {n} 处用料没有登记来源',
    en: 'Materials without a recorded origin: {n}',
  },
  'no-lot': { zh: '没有登记批号', en: 'No batch is recorded' },
  'reparented-without-removal': {
    zh: '有 {n} 次换装没有登记取出',
    en: 'Repacked without a record of unpacking: {n}',
  },
  'quantity-unbalanced': { zh: '有 {n} 处数量对不上', en: 'Amounts that do not add up: {n}' },
  'shipped-never-received': {
    zh: '有 {n} 次发货没有登记收货',
    en: 'Sent without a record of arrival: {n}',
  },
  'time-order': {
    zh: '有 {n} 处登记的使用时间早于生产时间',
    en: 'Recorded as used before it was made: {n}',
  },
})

export const OTHER_GAP: Words = { zh: '有 {n} 处记录不完整', en: 'Other incomplete records: {n}' }
export const CUT_OFF: Words = { zh: '还有更早的记录没有查看', en: 'Earlier records were not read' }

/** Dispositions (CBV 2.0) that a shopper must hear of before anything else. */
export const STATES: ReadonlyMap<string, Words> = table({
  recalled: { zh: '登记显示：已召回', en: 'The record says: recalled' },
  stolen: { zh: '登记显示：被盗', en: 'The record says: stolen' },
  destroyed: { zh: '登记显示：已销毁', en: 'The record says: destroyed' },
  disposed: { zh: '登记显示：已报废', en: 'The record says: disposed of' },
  no_pedigree_match: { zh: '登记显示：查不到来源', en: 'The record says: origin not found' },
  inactive: { zh: '登记显示：编码已停用', en: 'The record says: code no longer in use' },
  expired: { zh: '登记显示：已过期', en: 'The record says: past its date' },
  damaged: { zh: '登记显示：已损坏', en: 'The record says: damaged' },
  non_conformant: { zh: '登记显示：检验不合格', en: 'The record says: failed a test' },
  unavailable: { zh: '登记显示：暂停销售', en: 'The record says: not released for sale' },
  non_sellable_other: { zh: '登记显示：不可销售', en: 'The record says: not for sale' },
})

export const STATE_TEXT: Words = {
  zh: '请不要食用，先向卖家或品牌方查问。',
  en: 'Do not eat or feed it; ask the seller or the brand first.',
}

/** Pages that are no passport. */
export const REFUSALS = {
  unknown: {
    title: { zh: '我们没有这个编码的任何记录', en: 'We know nothing of this code' },
    text: {
      zh: '没有任何一家企业向我们登记过这个产品。如果编码来自包装，产品可能是假冒的，也可能登记在别处。请向卖家或品牌方查问。',
      en: 'No company has recorded this product with us. If the code stands on a package, the product may be a counterfeit, or recorded elsewhere. Ask the seller or the brand.',
    },
  },
  malformed: {
    title: { zh: '这个编码读不出来', en: 'This code cannot be read' },
    text: {
      zh: '它不完整，或者有一位输错了。请再扫描一次，或对照包装重新输入。',
      en: 'It is incomplete, or a digit is wrong. Scan it again, or type it anew from the package.',
    },
  },
  broken: {
    title: { zh: '现在查不到', en: 'We cannot look it up now' },
    text: {
      zh: '是我们这边出了问题，与您的产品无关。请过一会儿再试。',
      en: 'The fault is ours and says nothing about your product. Please try again in a while.',
    },
  },
} as const
