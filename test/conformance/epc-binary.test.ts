import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { compressed, fromCompressed, fromEpcHex, toEpcHex } from '@suyuan/core/id/epc-binary'
import { identify } from '@suyuan/core/id/identify'
import { counted } from './record.ts'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
const folder = join(shared, 'conformance-dl')
const absent = !existsSync(folder) && process.env['CI'] !== 'true'
const options = { skip: absent ? 'the shared conformance material is not here' : false }

const read = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T

/** Schemes of TDS 1 that have a form in binary; product classes, parties, GINC, GSIN and UPUI have none. */
const IN_BINARY = /^urn:epc:id:(?:sgtin|sscc|sgln|grai|giai|gsrnp?|gdti|sgcn|cpi|itip):/

test(
  'compressed links are their EPC, and every EPC with a binary form goes there and back',
  options,
  () => {
    type Compressed = Record<
      'uncompressed' | 'ehHex' | 'exBase64url' | 'epcBinaryHex' | 'urn',
      string
    >
    let run = 0
    for (const row of read<Compressed[]>('epc-urn-dl/compressed-epc.json')) {
      run++
      const { canonical } = identify(row.uncompressed)
      assert.equal(identify(row.ehHex).canonical, canonical)
      assert.equal(identify(row.exBase64url).canonical, canonical)
      assert.equal(fromEpcHex(row.epcBinaryHex), row.urn)
      const { hex, base64 } = compressed(row.urn) ?? {}
      assert.deepEqual(
        [hex, base64].map((end) => `https://example.com/${end}`),
        [row.ehHex, row.exBase64url],
      )
    }
    let letters = 0
    for (const { urn } of read<{ urn: string }[]>('epc-urn-dl/epc-urn-dl.json')) {
      if (!IN_BINARY.test(urn)) continue
      run++
      const hex = toEpcHex(urn)
      // A part with letters has a form of its own, of variable length.
      if (hex === undefined && urn.startsWith('urn:epc:id:cpi:')) {
        letters++
        continue
      }
      assert.equal(fromEpcHex(hex ?? ''), urn)
      const { hex: eh = '', base64: ex = '' } = compressed(urn) ?? {}
      assert.deepEqual([fromCompressed(eh), fromCompressed(ex)], [urn, urn])
      assert.equal(identify(`https://x.example/${ex}`).canonical, identify(urn).canonical)
    }
    assert.ok(run > 50, `${run} EPCs`)
    const what = { en: 'EPCs in binary and compressed links', zh: '二进制 EPC 与压缩链接' }
    const excepted = [
      {
        en: 'component and part numbers with letters: their binary form of variable length is not read',
        zh: '含字母的部件号：不读取其变长二进制形式',
        count: letters,
      },
    ]
    counted('conformance-dl', what, { run, passed: run - letters, excepted })
  },
)
