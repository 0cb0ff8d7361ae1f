import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { parseQuery } from '@suyuan/core/query/parameters'
import { Timings, type Latency } from '../packages/server/src/bench/timings.ts'
import { intake } from '../packages/server/src/capture/intake.ts'
import { simulate } from '../packages/server/src/chain/simulate.ts'
import type { Engine } from '../packages/server/src/db/engine.ts'
import { find } from '../packages/server/src/query/find.ts'
import { append } from '../packages/server/src/store/append.ts'
import { OURSELVES } from '../packages/server/src/store/follow.ts'
import { openStore } from '../packages/server/src/store/open.ts'
import { pack } from '../packages/server/src/store/pack.ts'

export type Asked = {
  readonly search: string
  readonly latency: Latency
  /** Events given, and events read to find them. */
  readonly given: number
  readonly read: number
}

const CONTEXT = { ex: 'https://example.com/bench/' }
const AT = '2026-03-01T00:00:00Z'

/** Every kind of parameter; `{n}` is another number each time, from 0 to how many events have such fields. */
const SEARCHES: readonly string[] = [
  ...['TransactionEvent', 'ObjectEvent'].map((type) => `eventType=${type}`),
  'EQ_action=DELETE',
  'EQ_bizStep=commissioning',
  'EQ_bizStep=commissioning|shipping|packing',
  'EQ_disposition=active',
  'EQ_disposition=non_conformant',
  'GE_eventTime=2026-04-01T00:00:00Z',
  'GE_recordTime=2026-04-01T00:00:00Z',
  'MATCH_epc=urn:epc:idpat:sgtin:6901234.*.*',
  'MATCH_epc=urn:epc:idpat:sgtin:9999999.*.*',
  'MATCH_anyEPCClass=urn:epc:class:lgtin:6901234.012345.NONE',
  'EQ_ex:serial=s{n}',
  'EQ_ex:number={n}',
  'GE_ex:number={n}',
  'GT_ex:number=1000000000',
  'EXISTS_ex:serial=',
  'EXISTS_ex:rare=',
  'EQ_INNER_ex:batch=b{n}',
  'LT_INNER_ex:count=3',
  'EQ_ILMD_ex:lot=l{n}',
  'GE_ILMD_ex:expires=2027-12-01',
  'EXISTS_ILMD_cbvmda:lotNumber=',
  'EQ_ILMD_cbvmda:lotNumber=NONE',
  'EQ_type=Temperature',
  'GE_value_CEL=99.9',
  'GE_value_FAH=30&LE_value_FAH=31',
  'EQ_value_KEL=280.15',
  'LE_minValue_CEL=-200',
  'EQ_deviceID=urn:example:device:{n}',
  'EXISTS_sensorElementList=',
  'GT_quantity=1',
  'GE_quantity_TNE=1000000',
  'EQ_quantity_KGM=1000',
  'EQ_bizTransaction_po=urn:example:none',
  'EQ_bizTransaction_po=urn:example:po:{n}',
  'EQ_source_owning_party=urn:example:none',
  'EQ_persistentDisposition_set=completeness_verified',
  'EXISTS_errorDeclaration=',
  'EQ_errorReason=incorrect_data',
  'orderBy=eventTime&orderDirection=DESC&EQ_ex:number={n}',
  'orderBy=recordTime&orderDirection=DESC&EQ_bizStep=commissioning',
  'orderBy=eventTime&orderDirection=DESC&eventCountLimit=5',
]

/** The demo chain with more on it: a tenth of its events have extensions, a tenth ILMD or sensors. @throws Error when one is refused. */
export async function queryAny(
  events: number,
  asks: number,
  tell: (line: string) => void,
): Promise<readonly Asked[]> {
  const folder = await mkdtemp(join(tmpdir(), 'suyuan-query-any-'))
  try {
    await using engine = await openStore(folder)
    await fill(engine, events, tell)
    const asked: Asked[] = []
    for (const search of SEARCHES) asked.push(await ask(engine, { search, events, asks }))
    return asked
  } finally {
    await rm(folder, { recursive: true })
  }
}

const PART = 5000

async function fill(engine: Engine, events: number, tell: (line: string) => void): Promise<void> {
  let count = 0
  for (const part of simulate({ seed: 7, tins: events * 2, eventsPerDocument: PART })) {
    if (part.kind !== 'document') continue
    const { '@context': context, epcisBody } = JSON.parse(part.json) as {
      readonly '@context': readonly object[]
      readonly epcisBody: { readonly eventList: readonly JsonObject[] }
    }
    const take = intake(JSON.stringify([...context, CONTEXT]))
    const ready = epcisBody.eventList.slice(0, events - count).map((event, index) => {
      const text = JSON.stringify(enriched(event, count + index))
      const taken = take({ text, pointer: `/${index}`, index, line: 1, column: 1 })
      if (!taken.ok) throw new Error(JSON.stringify(taken))
      return taken.event
    })
    count += ready.length
    await engine.write(append, {
      party: 'bench',
      credential: 'none',
      now: Date.parse(AT) * 1000 + count * 1_000_000,
      packed: pack(ready),
      masterData: [],
      behaviour: 'rollback',
    })
    tell(`${count} events`)
    if (count >= events) return
  }
}

function enriched(event: JsonObject, n: number): JsonObject {
  if (n % 10 === 3) {
    const inner = { 'ex:batch': `b${n}`, 'ex:count': n % 5000 }
    const rare = n % 100_000 === 3 ? { 'ex:rare': true } : {}
    return { ...event, 'ex:serial': `s${n}`, 'ex:number': n, 'ex:of': inner, ...rare }
  }
  if (n % 10 === 6) {
    const report = { type: 'Temperature', value: (n % 1000) / 10, uom: 'CEL' }
    const sensorMetadata = { deviceID: `urn:example:device:${n}` }
    return { ...event, sensorElementList: [{ sensorMetadata, sensorReport: [report] }] }
  }
  const { ilmd } = event
  return typeof ilmd === 'object' && ilmd !== null && n % 5 === 0
    ? {
        ...event,
        ilmd: {
          ...(ilmd as JsonObject),
          'ex:lot': `l${n}`,
          'ex:expires': `2027-0${1 + (n % 9)}-01`,
        },
      }
    : event
}

type Asking = { readonly search: string; readonly events: number; readonly asks: number }

/** The first page of one parameter, again and again. @throws Error when it is refused. */
async function ask(engine: Engine, { search, events, asks }: Asking): Promise<Asked> {
  const timings = new Timings()
  let [given, read] = [0, 0]
  for (let i = 0; i < asks; i++) {
    const n = Math.floor((events / asks) * i)
    const text = search.replaceAll(
      '{n}',
      String(n - (n % 10) + (search.includes('device') ? 6 : 3)),
    )
    const parsed = parseQuery(new URLSearchParams(text), { names: readContext(CONTEXT) })
    if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`)
    const from = performance.now()
    const found = await engine.read(find, { viewer: OURSELVES, query: parsed.value, perPage: 30 })
    timings.add(performance.now() - from)
    if (!('events' in found)) throw new Error(`${text}: ${JSON.stringify(found)}`)
    given = Math.max(given, found.events.length)
    read = Math.max(read, found.read)
  }
  return { search, latency: timings.summary(), given, read }
}
