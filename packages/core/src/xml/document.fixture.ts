import type { Json, JsonObject } from '../event/event.ts'
import { readShell } from '../json/document.ts'
import type { Problem } from '../problem.ts'
import { createXmlSplitter, type XmlSplitLimits } from './split.ts'

export type Read = {
  readonly events: readonly JsonObject[]
  readonly context: Json
  readonly shell: JsonObject
  readonly problems: readonly Problem[]
}

export function read(chunks: readonly string[], limits: XmlSplitLimits = {}): Read {
  const splitter = createXmlSplitter(limits)
  const texts = chunks.flatMap((chunk) => [...splitter.push(chunk)])
  const end = splitter.end()
  const events = texts.map(({ text }) => JSON.parse(text) as JsonObject)
  const context = JSON.parse(splitter.context ?? 'null') as Json
  const unread = texts.flatMap(({ problems }) => problems)
  if (!end.ok) return { events, context, shell: {}, problems: [...end.problems, ...unread] }
  const shell = end.value.shell as JsonObject
  const judged = readShell(shell)
  const problems = judged.ok ? unread : judged.problems.map((one) => splitter.locate(one))
  return { events, context, shell, problems }
}

export const told = ({ problems }: Read): readonly string[] =>
  problems.map(({ at, rule, says }) => `${at} ${rule} ${says}`)

export const TIMES: string =
  '<eventTime>2024-05-01T08:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>'
export const OPEN: string =
  '<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2024-05-01T10:00:00Z"'
export const object = (content: string): string =>
  `<ObjectEvent>${TIMES}<epcList><epc>urn:x:1</epc></epcList><action>OBSERVE</action>${content}</ObjectEvent>`

type Around = { readonly xmlns?: string; readonly head?: string; readonly before?: string }

export function document(
  list: string,
  { xmlns = '', head = '', before = '' }: Around = {},
): string {
  return `${before}${OPEN}${xmlns}>${head}<EPCISBody><EventList>${list}</EventList></EPCISBody></e:EPCISDocument>`
}

export const EVENT: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2024-05-01T08:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
  epcList: ['urn:x:1'],
  action: 'OBSERVE',
}
