import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { prehash } from '@suyuan/core/hash/prehash'
import { createXmlSplitter } from '@suyuan/core/xml/split'
import { readTree } from '@suyuan/core/xml/read-tree'
import { attributeOf, childOf, textOf, type XmlElement } from '@suyuan/core/xml/element'
import { openAccess, type Access } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { guardOf } from '../../packages/server/src/subscribe/guard.ts'
import { ONLY_KEPT } from '../../packages/server/src/subscribe/subscribing.ts'
import { conformance } from './material.ts'

const FOLDER = join(conformance, 'fosstrak-interop/epcis-interop-test/src/test/resources')

export type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** The server over an engine, with a clock that the suite sets: its events are recorded when they happen. */
export function serve(
  engine: Engine,
  access: Access = openAccess,
): { readonly ask: Ask; readonly faults: unknown[]; readonly clock: { now: number } } {
  const clock = { now: Date.parse('2006-06-25T00:00:00Z') * 1000 }
  const faults: unknown[] = []
  const log = (fault: unknown): void => void faults.push(fault)
  // The suite's subscriber listens on the machine itself.
  const subscribing = { ...ONLY_KEPT, guard: guardOf(['127.0.0.1']) }
  const app = createApp({ engine, access, now: () => clock.now, log, subscribing })
  return { ask: async (path, init) => app.request(path, init), faults, clock }
}

const posted = (body: string, type = 'text/xml'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
})

/** Captures the suite's master data and events, each by itself, recorded when it happened as the suite's seeds have it. */
export async function load({ ask, clock }: ReturnType<typeof serve>): Promise<number> {
  for (const file of globSync('masterdata/*.xml', { cwd: FOLDER })) {
    const answer = await ask('/capture', posted(readFileSync(join(FOLDER, file), 'utf8')))
    assert.equal(answer.status, 202, await answer.text())
  }
  const documents = globSync('events/*.xml', { cwd: FOLDER })
    .toSorted()
    .flatMap((file) => single(readFileSync(join(FOLDER, file), 'utf8')))
    .toSorted((a, b) => a.at - b.at)
  for (const { at, text } of documents) {
    clock.now = at
    const answer = await ask('/capture', posted(text))
    assert.equal(answer.status, 202, await answer.text())
  }
  return documents.length
}

/** A document as many, each with one of its events. */
function single(text: string): readonly { readonly at: number; readonly text: string }[] {
  const before = text.slice(0, text.indexOf('<EventList>') + '<EventList>'.length)
  const after = text.slice(text.indexOf('</EventList>'))
  const events = text.slice(before.length, text.length - after.length)
  return [...events.matchAll(/<(\w+Event)>[\s\S]*?<\/\1>/g)].map(([event]) => ({
    at: Date.parse(/<eventTime>([^<]+)/.exec(event)?.[1] ?? '') * 1000,
    text: before + event + after,
  }))
}

/** One request of the suite. */
export type Step = {
  readonly number: string
  readonly file: string
  /** The element in its body: an operation. */
  readonly text: string
  /** What may be answered, and then called back. */
  readonly expected: readonly string[]
}

/** The suite's requests by the way they are sent, in order. */
export function stepsOf(way: 'webservice' | 'as2'): readonly Step[] {
  const files = globSync(`queries/${way}/requests/*.xml`, { cwd: FOLDER })
  return files
    .map((file) => stepIn(way, file))
    .toSorted((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }))
}

function stepIn(way: string, file: string): Step {
  const name = basename(file)
  const [, number = '', step = ''] =
    /EPCIS10-([SM][ED]\d+)-(?:AS2-)?Request(?:-(\d))?/.exec(name) ?? []
  const responses = globSync(`queries/${way}/responses/*EPCIS10-${number}-*Response*`, {
    cwd: FOLDER,
  })
    .filter((one) => step === '' || new RegExp(`Response-${step}\\b`).test(one))
    .toSorted()
  return {
    number: step === '' || step === '1' ? number : `${number}.${step}`,
    file: name,
    text: bare(readFileSync(join(FOLDER, file), 'utf8')),
    expected: responses.map((one) => bare(readFileSync(join(FOLDER, one), 'utf8'))),
  }
}

const bare = (text: string): string => text.replace(/^\uFEFF?<\?xml[^>]*\?>\s*/, '')

/** A request in a SOAP envelope. */
export const enveloped = (text: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${text}</s:Body></s:Envelope>`

/** What an answer says, in whatever wrapping: an exception by its name, strings, events or vocabularies by what they mean. */
export type Meaning = {
  readonly is: string
  readonly strings?: readonly string[]
  readonly events?: readonly string[]
  readonly vocabularies?: readonly string[]
}

export function meaningIn(text: string): Meaning {
  const read = readTree(text)
  if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}: ${text.slice(0, 500)}`)
  const element = innermost(read.value)
  const is = element.local
  if (is !== 'QueryResults') {
    const strings = element.children.filter(({ local }) => local === 'string').map(textOf)
    return { is, ...(is.endsWith('Result') && { strings }) }
  }
  const results = childOf(element, 'resultsBody')
  const vocabularies = results && childOf(results, 'VocabularyList')
  if (vocabularies !== undefined) return { is, vocabularies: elementsIn(vocabularies) }
  return { is, events: eventsIn(text) }
}

/** What is inside of envelopes, documents and faults. */
function innermost(root: XmlElement): XmlElement {
  const within = ['Body', 'EPCISBody', 'Fault', 'detail', 'Detail'].flatMap((name) => {
    const child = childOf(root, name)
    return child === undefined ? [] : [child]
  })
  const [inner] = within
  if (inner !== undefined) return innermost(inner)
  const [only] = root.children
  return only !== undefined && /^(Body|EPCISBody|detail|Detail)$/.test(root.local)
    ? innermost(only)
    : root
}

/** Events by their canonical texts, without what a repository adds. */
export function eventsIn(text: string): readonly string[] {
  const [results = ''] = /<(\w+:)?QueryResults[\s\S]*<\/\1?QueryResults>/.exec(text) ?? []
  const document = `<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:1" schemaVersion="1.0" creationDate="2006-01-01T00:00:00Z"><EPCISBody>${results}</EPCISBody></q:EPCISQueryDocument>`
  const splitter = createXmlSplitter({ ordered: false })
  const texts = splitter.push(document)
  const end = splitter.end()
  assert.ok(end.ok, JSON.stringify(end))
  const context = JSON.parse(splitter.context ?? 'null') as never
  return texts.map((one) => canonical(JSON.parse(one.text) as JsonObject, context))
}

/** The string that the CBV event hash is made of. */
export function canonical(event: JsonObject, context: never): string {
  return prehash(event, readContext(context, event['@context']))
}

function elementsIn(list: XmlElement): readonly string[] {
  return list.children
    .flatMap((vocabulary) =>
      (childOf(vocabulary, 'VocabularyElementList')?.children ?? []).map((element) =>
        JSON.stringify([
          attributeOf(vocabulary, 'type'),
          attributeOf(element, 'id'),
          element.children
            .filter(({ local }) => local === 'attribute')
            .map((one) => `${attributeOf(one, 'id')} ${textOf(one)}`)
            .toSorted(),
          (childOf(element, 'children')?.children ?? []).map(textOf).toSorted(),
        ]),
      ),
    )
    .toSorted()
}
