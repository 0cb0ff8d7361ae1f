import { isObject } from '../event/checks.ts'
import { readContext } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import type { DocumentKind } from './binding.ts'
import type { XmlStyle } from './sheet.ts'
import { aroundEvents, type DocumentHead } from './write-document.ts'

type Ends = { readonly before: string; readonly after: string }

/** What stands around the events of a JSON document; `shell` is the document with its list emptied. */
export function jsonAround(shell: JsonObject): Ends {
  const { epcisBody, ...head } = shell
  const outer = JSON.stringify(head).slice(0, -1)
  const results = memberOf(epcisBody, 'queryResults')
  if (!isObject(results))
    return { before: `${outer},"epcisBody":{"eventList":[\n`, after: '\n]}}\n' }
  const { resultsBody, ...query } = results
  const { eventList: _, ...rest } = isObject(resultsBody) ? resultsBody : {}
  const inner = JSON.stringify(query).slice(0, -1)
  const separator = inner === '{' ? '' : ','
  const beside = JSON.stringify(rest).slice(1, -1)
  return {
    before: `${outer},"epcisBody":{"queryResults":${inner}${separator}"resultsBody":{${beside === '' ? '' : `${beside},`}"eventList":[\n`,
    after: '\n]}}}}\n',
  }
}

/** What the head of a document says in a place of its own in XML, or need not say there. */
const SAID: ReadonlySet<string> = new Set([
  '@context',
  'type',
  'schemaVersion',
  'creationDate',
  'sender',
  'receiver',
  'instanceIdentifier',
  'epcisHeader',
  'epcisBody',
])

/** The same of an XML document. A query's answer may come without a date, which XML wants: then it is the earliest. */
export function xmlAround(
  shell: JsonObject,
  { style, declared }: { readonly style: XmlStyle; readonly declared: DocumentHead['declared'] },
): Ends {
  const results = memberOf(shell['epcisBody'], 'queryResults')
  const kind: DocumentKind = results === undefined ? 'EPCISDocument' : 'EPCISQueryDocument'
  const masterData = memberOf(memberOf(shell['epcisHeader'], 'epcisMasterData'), 'vocabularyList')
  const vocabularies = memberOf(memberOf(results, 'resultsBody'), 'vocabularyList')
  return aroundEvents({
    kind,
    style,
    context: readContext(shell['@context']),
    creationDate: textOf(shell, 'creationDate') ?? '1970-01-01T00:00:00Z',
    ...(declared !== undefined && { declared }),
    ...texts(shell, ['sender', 'receiver', 'instanceIdentifier']),
    ...texts(results, ['queryName', 'subscriptionID']),
    ...(masterData !== undefined && { masterData }),
    ...(vocabularies !== undefined && { vocabularies }),
    extensions: othersOf(shell),
  })
}

/** The name of a document has no place in XML; as EPCIS's vocabulary has it, it is an element at the end. */
function othersOf(shell: JsonObject): JsonObject {
  const own = Object.entries(shell).filter(([key]) => !SAID.has(key))
  return Object.fromEntries(own.map(([key, value]) => [key === 'id' ? 'epcis:id' : key, value]))
}

function texts<T extends string>(
  object: Json | undefined,
  names: readonly T[],
): { readonly [name in T]?: string } {
  const there = names.flatMap((name) => {
    const text = textOf(object, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return Object.fromEntries(there) as { readonly [name in T]?: string }
}

function textOf(object: Json | undefined, name: string): string | undefined {
  const value = memberOf(object, name)
  return typeof value === 'string' ? value : undefined
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
