import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine, Tx } from '../../packages/server/src/db/engine.ts'
import { sql } from '../../packages/server/src/db/sql.ts'
import { descendantsOf } from '../../packages/server/src/master/hierarchy.ts'
import { idsHaving, idsWith } from '../../packages/server/src/master/having.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { bringMasterDataUpToDate } from '../../packages/server/src/store/master-data.ts'
import { documentOf } from '../server.ts'

const LOCATION = 'urn:epcglobal:epcis:vtype:BusinessLocation'
const READ_POINT = 'urn:epcglobal:epcis:vtype:ReadPoint'
const NAME = 'urn:epcglobal:cbv:mda:name'
const CITY = 'urn:epcglobal:cbv:mda:city'
const loc = (n: string): string => `urn:epc:id:sgln:0614141.${n}.0`
const canonical = (n: string): string => `https://id.gs1.org/414/${n}`

type Element = {
  readonly id: string
  readonly attributes?: readonly { readonly id: string; readonly attribute: unknown }[]
  readonly children?: readonly string[]
}

/** Run where the connection lives, like any work of the server's. */
export const readMaster = async (tx: Tx): Promise<readonly (readonly string[])[]> => [
  await descendantsOf(tx, OURSELVES, ['urn:site']),
  await idsHaving(tx, OURSELVES, ['urn:epcglobal:cbv:mda#city']),
  await idsWith(tx, OURSELVES, CITY, ['Harbin', 'Qiqihar']),
]

export const emptyMaster = async (tx: Tx): Promise<void> => {
  for (const table of [sql`master_element`, sql`master_token`, sql`master_child`]) {
    await tx.run(sql`delete from ${table}`)
  }
}

/** Master data, through the front door, on any engine. */
export function masterContract(name: string, open: () => Promise<Engine>): void {
  suite(`master data on ${name}`, () => {
    let engine: Engine
    let now = Date.parse('2026-03-01T00:00:00Z') * 1000
    let party = 'dairy'
    let ask: (path: string, init?: RequestInit) => Promise<Response>
    before(async () => {
      engine = await open()
      const access = (): typeof OURSELVES => ({ ...OURSELVES, party, credential: 'key' })
      const app = createApp({ engine, access, now: () => (now += 1_000_000), log: () => {} })
      ask = async (path, init) => app.request(path, init)
    })
    after(() => engine[Symbol.asyncDispose]())

    const post = (path: string, body: object | string): Promise<Response> =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    const take = async (type: string, elements: readonly Element[]): Promise<unknown> => {
      const answer = await post('/masterdata', {
        vocabularyList: [{ type, vocabularyElementList: elements }],
      })
      assert.equal(answer.status, 201, await answer.clone().text())
      return answer.json()
    }
    type List = readonly {
      readonly type: string
      readonly vocabularyElementList: readonly Element[]
    }[]
    const list = async (query: string): Promise<List> => {
      const answer = await ask(`/masterdata?${query}`)
      assert.equal(answer.status, 200, await answer.clone().text())
      return (
        (await answer.json()) as {
          epcisBody: { queryResults: { resultsBody: { vocabularyList: List } } }
        }
      ).epcisBody.queryResults.resultsBody.vocabularyList
    }
    const names = async (query: string): Promise<readonly string[]> =>
      (await list(query)).flatMap((part) => part.vocabularyElementList.map(({ id }) => id))
    type Thing = {
      readonly descriptions: readonly {
        readonly attributes: readonly {
          readonly id: string
          readonly attribute: unknown
          readonly since: { readonly at: string; readonly by: string }
        }[]
        readonly children: readonly string[]
      }[]
      readonly history: readonly { readonly by: string; readonly at: string }[]
      readonly above: readonly string[]
      readonly below: readonly string[]
      readonly parents: readonly string[]
    }
    const thing = async (id: string): Promise<Thing> =>
      (await (await ask(`/masterdata/${encodeURIComponent(id)}`)).json()) as Thing

    test('what a header and /masterdata say is one description, in which the latest of each attribute holds', async () => {
      const header = {
        epcisHeader: {
          epcisMasterData: {
            vocabularyList: [
              {
                type: LOCATION,
                vocabularyElementList: [
                  {
                    id: loc('00001'),
                    attributes: [
                      { id: 'cbvmda:name', attribute: 'Plant' },
                      { id: 'cbvmda:city', attribute: 'Harbin' },
                    ],
                  },
                ],
              },
            ],
          },
        },
      }
      assert.equal((await post('/capture', documentOf([], header))).status, 202)
      party = 'shop'
      const said = await take(LOCATION, [
        {
          id: canonical('0614141000012'),
          attributes: [{ id: 'urn:epcglobal:cbv:mda#name', attribute: 'Dairy plant' }],
        },
      ])
      assert.deepEqual(said, { elements: 1, kept: 1 })
      party = 'dairy'
      const { descriptions, history } = await thing(loc('00001'))
      assert.deepEqual(
        descriptions.map(({ attributes }) =>
          attributes.map((one) => [one.attribute, one.since.by, one.since.at]),
        ),
        [
          [
            ['Dairy plant', 'shop', history[0]?.at],
            ['Harbin', 'dairy', history[1]?.at],
          ],
        ],
      )
      assert.deepEqual(
        history.map(({ by }) => by),
        ['shop', 'dairy'],
      )
      assert.deepEqual(await names(`EQ_name=${loc('00001')}`), [loc('00001')])
    })

    test('the same said again by the same party is not kept again; by another it is', async () => {
      const plant = { id: 'urn:same', attributes: [{ id: NAME, attribute: 'One' }] }
      assert.deepEqual(await take(LOCATION, [plant, plant]), { elements: 2, kept: 1 })
      assert.deepEqual(await take(LOCATION, [plant]), { elements: 1, kept: 0 })
      party = 'shop'
      assert.deepEqual(await take(LOCATION, [plant]), { elements: 1, kept: 1 })
      party = 'dairy'
      assert.deepEqual(
        (await thing('urn:same')).history.map(({ by }) => by),
        ['shop', 'dairy'],
      )
    })

    test('all values of an attribute are replaced together; null withdraws it; children are replaced, and may be none', async () => {
      const first = [
        { id: NAME, attribute: 'a' },
        { id: NAME, attribute: 'b' },
        { id: CITY, attribute: 'Qiqihar' },
      ]
      await take(LOCATION, [{ id: 'urn:many', attributes: first, children: ['urn:m1', 'urn:m2'] }])
      await take(LOCATION, [{ id: 'urn:many', attributes: [{ id: NAME, attribute: 'c' }] }])
      const [then] = (await thing('urn:many')).descriptions
      assert.deepEqual(
        then?.attributes.map((one) => one.attribute),
        ['c', 'Qiqihar'],
      )
      assert.deepEqual(then?.children, ['urn:m1', 'urn:m2'])
      const withdrawn = [{ id: CITY, attribute: null }]
      await take(LOCATION, [{ id: 'urn:many', attributes: withdrawn, children: [] }])
      const [now1] = (await thing('urn:many')).descriptions
      assert.deepEqual(
        now1?.attributes.map((one) => one.attribute),
        ['c'],
      )
      assert.deepEqual(now1?.children, [])
      assert.deepEqual(await names('EQATTR_cbvmda:city=Qiqihar'), [])
      assert.equal((await ask('/masterdata/urn:m1')).status, 404)
    })

    test('what is above and below is told both ways, through cycles, and of things that only a parent names', async () => {
      await take(LOCATION, [
        { id: 'urn:site', children: ['urn:hall', 'urn:yard'] },
        { id: 'urn:hall', children: ['urn:line', 'urn:site'] },
        { id: 'urn:line', children: ['urn:filler'] },
      ])
      const site = await thing('urn:site')
      assert.deepEqual(site.below, ['urn:hall', 'urn:yard', 'urn:line', 'urn:filler'])
      assert.deepEqual((await thing('urn:filler')).above, ['urn:line', 'urn:hall', 'urn:site'])
      assert.deepEqual((await thing('urn:filler')).parents, ['urn:line'])
      assert.deepEqual(await names('WD_name=urn:line|urn:nowhere'), ['urn:line'])
      assert.deepEqual(await names('WD_name=urn:site'), ['urn:site', 'urn:hall', 'urn:line'])
    })

    test('things are found by attribute, by value, by vocabulary and by name, in any spelling', async () => {
      const city = (attribute: unknown): NonNullable<Element['attributes']> => [
        { id: 'urn:epcglobal:cbv:mda#city', attribute },
      ]
      await take(READ_POINT, [
        { id: 'urn:gate1', attributes: city('Harbin') },
        {
          id: 'urn:gate2',
          attributes: city([
            { '@value': '齐齐哈尔', '@language': 'zh' },
            { '@value': 'Qiqihar', '@language': 'en' },
          ]),
        },
        { id: 'urn:gate3' },
      ])
      const inReadPoints = `vocabularyName=${READ_POINT}`
      assert.deepEqual(await names(`${inReadPoints}&HASATTR=${CITY}`), ['urn:gate1', 'urn:gate2'])
      assert.deepEqual(await names(`EQATTR_${CITY}=Harbin`), [loc('00001'), 'urn:gate1'])
      assert.deepEqual(
        await names(
          `${inReadPoints}&EQATTR_${encodeURIComponent('urn:epcglobal:cbv:mda#city')}=Qiqihar|Harbin`,
        ),
        ['urn:gate1', 'urn:gate2'],
      )
      assert.deepEqual(await names(`${inReadPoints}&EQATTR_${CITY}=Harbin&EQATTR_${NAME}=x`), [])
      assert.deepEqual(
        await engine.read(
          { run: readMaster, module: import.meta.url, name: 'readMaster' },
          undefined,
        ),
        [
          ['urn:site', 'urn:hall', 'urn:yard', 'urn:line', 'urn:filler'],
          [canonical('0614141000012'), 'urn:gate1', 'urn:gate2'],
          [canonical('0614141000012'), 'urn:gate1', 'urn:gate2'],
        ],
      )
    })

    test('an answer has what was asked to be included, comes in pages, and is refused over maxElementCount', async () => {
      const [part] = await list(`EQ_name=${loc('00001')}&attributeNames=${NAME}`)
      assert.deepEqual(part?.vocabularyElementList, [
        {
          id: loc('00001'),
          attributes: [{ id: 'urn:epcglobal:cbv:mda#name', attribute: 'Dairy plant' }],
        },
      ])
      const bare = await list('EQ_name=urn:site&includeAttributes=false&includeChildren=false')
      assert.deepEqual(bare[0]?.vocabularyElementList, [{ id: 'urn:site' }])
      const seen: string[] = []
      let path: string | undefined = `/masterdata?vocabularyName=${LOCATION}&perPage=2`
      let pages = 0
      while (path !== undefined) {
        const answer: Response = await ask(path)
        seen.push(...(await names(path.slice('/masterdata?'.length))))
        path = /<[^/]+\/\/[^/]+([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
        pages++
      }
      assert.deepEqual(seen, [
        loc('00001'),
        'urn:same',
        'urn:many',
        'urn:site',
        'urn:hall',
        'urn:line',
      ])
      assert.equal(pages, 3)
      assert.equal(
        (await ask(`/masterdata?vocabularyName=${LOCATION}&maxElementCount=5`)).status,
        413,
      )
      assert.equal(
        (await ask(`/masterdata?vocabularyName=${LOCATION}&maxElementCount=6`)).status,
        200,
      )
      assert.deepEqual(await (await ask('/masterdata/vocabularies')).json(), {
        vocabularies: [
          { type: LOCATION, elements: 6 },
          { type: READ_POINT, elements: 3 },
        ],
      })
    })

    test('what was derived from master_data is derived again from it', async () => {
      const before1 = await Promise.all(['urn:site', loc('00001'), 'urn:many'].map(thing))
      const run = { module: import.meta.url }
      await engine.write({ ...run, run: emptyMaster, name: 'emptyMaster' }, undefined)
      assert.deepEqual(await names(''), [])
      await engine.write(
        {
          run: bringMasterDataUpToDate,
          module: new URL('../../packages/server/src/store/master-data.ts', import.meta.url).href,
          name: 'bringMasterDataUpToDate',
        },
        undefined,
      )
      const again = await Promise.all(['urn:site', loc('00001'), 'urn:many'].map(thing))
      assert.deepEqual(again, before1)
    })

    test('a long vocabulary, long names and a deep hierarchy are taken in', async () => {
      const many = Array.from({ length: 2500 }, (_, i) => ({
        id: `urn:deep:${i}`,
        attributes: [{ id: `urn:${'n'.repeat(5000)}`, attribute: 'v'.repeat(9000) }],
        children: [`urn:deep:${i + 1}`],
      }))
      assert.deepEqual(await take(`urn:${'t'.repeat(9000)}`, many), { elements: 2500, kept: 2500 })
      const top = (await (await ask('/masterdata/urn:deep:0')).json()) as {
        readonly below: readonly string[]
        readonly cut: boolean
      }
      assert.deepEqual([top.below.length, top.cut], [1000, true])
      assert.equal((await names('WD_name=urn:deep:2400&perPage=1000')).length, 100)
    })
  })
}
