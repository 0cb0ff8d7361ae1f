import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { findHolders } from '../../packages/server/src/master/holders.ts'

const GS1 = 'https://id.gs1.org'
const DAIRY = `${GS1}/417/9521234000006`
const plant = `${GS1}/414/9521234000013`
const shop = `${GS1}/414/9521234000020`
const VTYPE = 'urn:epcglobal:epcis:vtype:'

const DESCRIBED = [
  {
    type: `${VTYPE}BusinessLocation`,
    vocabularyElementList: [
      {
        // The same place and party in other spellings.
        id: 'urn:epc:id:sgln:9521234.00001.0',
        attributes: [
          {
            id: 'urn:epcglobal:cbv:mda:possessing_party',
            attribute: 'urn:epc:id:pgln:9521234.00000',
          },
          { id: 'urn:epcglobal:cbv:mda#owning_party', attribute: 'urn:bank' },
        ],
        children: ['urn:hall', 'urn:stall'],
      },
      { id: 'urn:hall', children: ['urn:shelf'] },
      { id: 'urn:stall', attributes: [{ id: 'cbvmda:owning_party', attribute: 'urn:tenant' }] },
      { id: 'urn:round', children: ['urn:about'] },
      { id: 'urn:about', children: ['urn:round'] },
      { id: shop },
    ],
  },
  {
    type: `${VTYPE}Party`,
    vocabularyElementList: [
      {
        id: DAIRY,
        attributes: [
          {
            id: 'urn:epcglobal:cbv:mda#name',
            attribute: {
              '@set': [
                { '@value': '青城乳业', '@language': 'zh' },
                { '@value': 'Qingcheng Dairy', '@language': 'en' },
              ],
            },
          },
        ],
      },
      { id: 'urn:grocer', children: ['urn:corner-shop'] },
    ],
  },
]

/** Who holds what is at a place, on any engine. */
export function holdersContract(name: string, open: () => Promise<Engine>): void {
  suite(`the holder of a place on ${name}`, () => {
    let engine: Engine
    before(async () => {
      engine = await open()
      const now = (): number => Date.parse('2026-03-01T00:00:00Z') * 1000
      const app = createApp({ engine, access: openAccess, now, log: () => {} })
      const body = JSON.stringify({
        '@context': { cbvmda: 'urn:epcglobal:cbv:mda:' },
        type: 'EPCISMasterDataDocument',
        schemaVersion: '2.0',
        creationDate: '2026-03-01T00:00:00Z',
        epcisBody: { vocabularyList: DESCRIBED },
      })
      const headers = { 'content-type': 'application/json' }
      const answer = await app.request('/masterdata', { method: 'POST', headers, body })
      assert.equal(answer.status, 201, await answer.text())
    })
    after(() => engine[Symbol.asyncDispose]())

    const holderOf = async (place: string): Promise<unknown> =>
      (await engine.read(findHolders, [place])).get(place)
    const dairy = { party: DAIRY, name: { zh: '青城乳业', en: 'Qingcheng Dairy' } }

    test('is the party that master data names for it, who has what is there before whose it is', async () => {
      assert.deepEqual(await holderOf(plant), dairy)
    })

    test('is that of the nearest place above that names one', async () => {
      assert.deepEqual(await holderOf('urn:shelf'), dairy)
      assert.deepEqual(await holderOf('urn:stall'), { party: 'urn:tenant' })
    })

    test('is the party above it', async () => {
      assert.deepEqual(await holderOf('urn:corner-shop'), { party: 'urn:grocer' })
    })

    test('of a spot with an extension is that of its location', async () => {
      assert.deepEqual(await holderOf(`${plant}/254/DOCK`), dairy)
    })

    test('is unknown where nobody is named, and where places are in each other', async () => {
      for (const place of [shop, 'urn:round', 'urn:nowhere', `${shop}/254/BACK`]) {
        assert.equal(await holderOf(place), undefined, place)
      }
    })

    test('is told of many places at once', async () => {
      const places = ['urn:shelf', plant, shop, 'urn:stall', 'urn:shelf']
      const found = await engine.read(findHolders, places)
      assert.deepEqual(Object.fromEntries([...found].map(([at, { party }]) => [at, party])), {
        [plant]: DAIRY,
        'urn:shelf': DAIRY,
        'urn:stall': 'urn:tenant',
      })
    })
  })
}
