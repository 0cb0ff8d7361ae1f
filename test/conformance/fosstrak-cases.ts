import assert from 'node:assert/strict'
import type { JsonObject } from '@suyuan/core/event/event'
import { readTree } from '@suyuan/core/xml/read-tree'
import { childOf, textOf } from '@suyuan/core/xml/element'
import { keyAccess } from '../../packages/server/src/access/access.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import {
  canonical,
  enveloped,
  load,
  meaningIn,
  serve,
  stepsOf,
  type Ask,
  type Meaning,
  type Step,
} from './fosstrak.ts'
import type { Excepted } from './suites.ts'
import { schemaFault } from './xsd.ts'

/** Cases whose expectation does not hold any more, or that nobody can meet; argued in decision 019. */
export const EXCEPTED: Readonly<Record<string, Omit<Excepted, 'count'>>> = {
  SE49: {
    en: 'the query costs too much only on a server that is put into that state',
    zh: '只有把服务器置于特定状态，该查询才会代价过高',
  },
  SE71: {
    en: 'GE_quantity 3.1459 was no integer in 1.0; quantities of 2.0 have decimals',
    zh: 'GE_quantity 3.1459 在 1.0 中不是整数；2.0 的数量可以有小数',
  },
}

export type Outcome = {
  readonly run: number
  readonly passed: readonly string[]
  readonly failed: readonly string[]
}

/** Every request of the suite that has an expectation, as SOAP; which were answered as it says. */
export async function asSoap(engine: Engine, broken: () => Promise<Engine>): Promise<Outcome> {
  const served = serve(engine)
  assert.equal(await load(served), 155)
  const nobody = serve(engine, keyAccess('00'.repeat(32)))
  const failing = serve(await broken())
  const passed: string[] = []
  const failed: string[] = []
  const steps = stepsOf('webservice').filter(({ expected }) => expected.length > 0)
  for (const step of steps) {
    const { ask } = { SE5: nobody, SE51: failing }[step.number] ?? served
    const got = await soap(ask, step)
    const as = step.expected.map((text) => said(meaningIn(text), step))
    if (as.includes(got)) passed.push(step.number)
    else failed.push(step.number)
  }
  await asksForQuantities(served.ask)
  assert.deepEqual([...served.faults, ...nobody.faults], [])
  return { run: steps.length, passed, failed }
}

/** Who asks for QuantityEvents gets them, though they are kept as ObjectEvents. */
async function asksForQuantities(ask: Ask): Promise<void> {
  const [step] = stepsOf('webservice').filter(({ number }) => number === 'SE9')
  assert.ok(step)
  const init = { method: 'POST', headers: { 'content-type': 'text/xml' } }
  const answer = await ask('/soap', { ...init, body: enveloped(polling(step.text)) })
  assert.equal((await answer.text()).match(/<QuantityEvent>/g)?.length, 10)
}

async function soap(ask: Ask, step: Step): Promise<string> {
  const answer = await ask('/soap', {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: enveloped(calledBack(step) ? polling(step.text) : step.text),
  })
  return said(meaningIn(await answer.text()), step)
}

/** A request to subscribe as one to poll. */
const polling = (text: string): string =>
  text.replaceAll(/(<\/?\w+:)Subscribe\b/g, '$1Poll').replace(/<dest>[\s\S]*<\/subscriptionID>/, '')

/** A subscription of which the suite tells what is called back: the same is polled. */
const calledBack = ({ text, expected }: Step): boolean =>
  /:Subscribe\b/.test(text) && expected.some((one) => /QueryResults/.test(one))

/** A meaning to compare: in the order given where the query asks for one. */
function said({ is, strings, events, vocabularies }: Meaning, { text }: Step): string {
  const ordered = text.includes('orderBy')
  return JSON.stringify([is, strings, ordered ? events : events?.toSorted(), vocabularies])
}

/** Every request as an EPCISQueryDocument, in both editions: what is wrong with the answers by GS1's XML schemas. */
export async function schemaFaults(engine: Engine): Promise<readonly (string | undefined)[]> {
  const { ask } = serve(engine)
  const faults: (string | undefined)[] = []
  for (const { text, file } of stepsOf('webservice')) {
    for (const [edition, version] of [
      [1, '1.2'],
      [2, '2.0'],
    ] as const) {
      const inside = text.replaceAll('epcis-query:xsd:1', `epcis-query:xsd:${edition}`)
      const body = `<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:${edition}" schemaVersion="${version}" creationDate="2006-01-01T00:00:00Z"><EPCISBody>${inside}</EPCISBody></q:EPCISQueryDocument>`
      const headers = { 'content-type': 'application/xml' }
      const answer = await ask('/soap', { method: 'POST', headers, body })
      const fault = schemaFault(await answer.text(), version)
      faults.push(fault && `${file} in ${version}: ${fault}`)
    }
  }
  return faults
}

/** Every poll of the suite as a question of REST. */
export async function asRest(engine: Engine, broken: () => Promise<Engine>): Promise<Outcome> {
  const { ask, faults } = serve(engine)
  const failing = serve(await broken())
  const passed: string[] = []
  const failed: string[] = []
  const polls = stepsOf('webservice').filter(
    ({ text, expected }) => /:Poll\b/.test(text) && expected.length > 0,
  )
  for (const step of polls) {
    const got = await rest(step.number === 'SE51' ? failing.ask : ask, step)
    const as = step.expected.map((text) => said(meaningIn(text), step))
    if (as.includes(got)) passed.push(step.number)
    else failed.push(step.number)
  }
  assert.deepEqual(faults, [])
  return { run: polls.length, passed, failed }
}

async function rest(ask: Ask, step: Step): Promise<string> {
  const answer = await ask(questionIn(step.text))
  if (answer.status !== 200) {
    const { type } = (await answer.json()) as { readonly type: string }
    return said({ is: type.replace('epcisException:', '') }, step)
  }
  const { epcisBody, '@context': context } = (await answer.json()) as Answered
  const { eventList = [], vocabularyList } = epcisBody.queryResults.resultsBody
  if (vocabularyList !== undefined) {
    return said({ is: 'QueryResults', vocabularies: vocabulariesIn(vocabularyList) }, step)
  }
  const events = eventList.map((event) => canonical(event, context))
  return said({ is: 'QueryResults', events }, step)
}

/** A poll as a path and query string. */
function questionIn(text: string): string {
  const read = readTree(text)
  assert.ok(read.ok)
  const [name] = read.value.children.filter(({ local }) => local === 'queryName').map(textOf)
  const query = new URLSearchParams({ perPage: '1000' })
  for (const param of childOf(read.value, 'params')?.children ?? []) {
    const [parameter, value] = param.children
    assert.ok(parameter && value)
    const list = value.children.map(textOf)
    query.set(textOf(parameter), list.length > 0 ? list.join('|') : textOf(value))
  }
  return `${name === 'SimpleMasterDataQuery' ? '/masterdata' : '/events'}?${query}`
}

type Answered = {
  readonly '@context': never
  readonly epcisBody: {
    readonly queryResults: {
      readonly resultsBody: {
        readonly eventList?: readonly JsonObject[]
        readonly vocabularyList?: readonly Vocabulary[]
      }
    }
  }
}

type Vocabulary = {
  readonly type: string
  readonly vocabularyElementList: readonly {
    readonly id: string
    readonly attributes?: readonly { readonly id: string; readonly attribute: string }[]
    readonly children?: readonly string[]
  }[]
}

const vocabulariesIn = (list: readonly Vocabulary[]): readonly string[] =>
  list
    .flatMap(({ type, vocabularyElementList }) =>
      vocabularyElementList.map(({ id, attributes = [], children = [] }) =>
        JSON.stringify([
          type,
          id,
          attributes.map((one) => `${one.id} ${one.attribute}`).toSorted(),
          children.toSorted(),
        ]),
      ),
    )
    .toSorted()
