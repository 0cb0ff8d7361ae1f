/** The same thing said in the languages of the documents. */
export type Said = { readonly en: string; readonly zh: string }

/** Cases that do not hold, and why they need not: a page shows it beside the counts. */
export type Excepted = Said & { readonly count: number }

export type Counts = {
  /** Cases that were tried. */
  readonly run: number
  /** Cases that held. With the excepted they make up all that were run. */
  readonly passed: number
  readonly excepted?: readonly Excepted[]
}

export type Suite =
  | 'gs1-epcis'
  | 'openepcis'
  | 'fosstrak'
  | 'ralphtro'
  | 'ift'
  | 'fastnt'
  | 'evrythng'
  | 'event-sentry'
  | 'eecc'
  | 'conformance-dl'
  | 'suyuan'
/** One row of the page. */
export type Counted = Counts & { readonly suite: Suite; readonly what: Said }

/** The suites that the product is held to, in the order of the page. */
export const SUITES: Readonly<Record<Suite, Said & { readonly title: Said }>> = {
  'gs1-epcis': {
    title: { en: 'GS1, EPCIS 2.0', zh: 'GS1，EPCIS 2.0' },
    en: 'The example documents, schemas and contexts that GS1 publishes with the standard.',
    zh: 'GS1 随标准发布的示例文档、模式与上下文。',
  },
  openepcis: {
    title: { en: 'OpenEPCIS', zh: 'OpenEPCIS' },
    en: 'Valid and invalid documents of OpenEPCIS, and its regulatory samples.',
    zh: 'OpenEPCIS 的有效与无效文档，以及其法规示例。',
  },
  fosstrak: {
    title: { en: 'EPCglobal interoperability suite', zh: 'EPCglobal 互操作测试集' },
    en: 'Event and master-data queries with expected answers, as kept by Fosstrak.',
    zh: '带预期答案的事件与主数据查询，由 Fosstrak 保存。',
  },
  ralphtro: {
    title: { en: 'Event hash', zh: '事件哈希' },
    en: 'The vectors of the reference implementation, of 2025 and of 2026.',
    zh: '参考实现 2025 年与 2026 年的向量。',
  },
  ift: {
    title: { en: 'Open Traceability', zh: 'Open Traceability' },
    en: 'The GDST documents of the Institute of Food Technologists.',
    zh: '食品科技协会（IFT）的 GDST 文档。',
  },
  fastnt: {
    title: { en: 'FasTnT', zh: 'FasTnT' },
    en: 'The requests that FasTnT tests itself with.',
    zh: 'FasTnT 用于自测的请求。',
  },
  evrythng: {
    title: { en: 'epcis2.js', zh: 'epcis2.js' },
    en: 'The documents that the library of EVRYTHNG tests itself with.',
    zh: 'EVRYTHNG 的库用于自测的文档。',
  },
  'event-sentry': {
    title: { en: 'Event Sentry', zh: 'Event Sentry' },
    en: 'Events and profiles of OpenEPCIS’ rule checker.',
    zh: 'OpenEPCIS 规则检查器的事件与配置。',
  },
  eecc: {
    title: { en: 'EECC sanitisation', zh: 'EECC 脱敏' },
    en: 'Documents of the European EPC Competence Center, before and after they are sanitised.',
    zh: '欧洲 EPC 能力中心的文档，脱敏前与脱敏后。',
  },
  'conformance-dl': {
    title: { en: 'Identifiers and Digital Link', zh: '标识与 Digital Link' },
    en: 'The GS1 syntax dictionary and engine, EPC URN and Digital Link vectors, symbols.',
    zh: 'GS1 语法字典与引擎、EPC URN 与 Digital Link 向量、条码。',
  },
  suyuan: {
    title: { en: '`suyuan conformance`', zh: '`suyuan conformance`' },
    en: 'Our own suite, run against this server.',
    zh: '我们自己的测试集，针对本服务器运行。',
  },
}
