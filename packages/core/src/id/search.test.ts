import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSearch } from './search.ts'

const STEM = 'https://id.gs1.org'
const TIN = `${STEM}/01/09521234001010`

test('the same tin is found however it is typed or scanned', () => {
  for (const text of [
    'https://id.milk.example/01/09521234001010/10/L/21/0F9K2?17=280523',
    'id.milk.example/01/09521234001010/21/0F9K2',
    'urn:epc:id:sgtin:9521234.000101.0F9K2',
    '(01)09521234001010(21)0F9K2',
    ' (01) 09521234001010 (17) 280523 (10) 26K0518A-2 (21) 0F9K2 ',
    ']d20109521234001010172805231026K0518A-2\u001D210F9K2',
    ']Q30109521234001010172805231026K0518A-2\u001D210F9K2',
    ']C10109521234001010210F9K2',
    '0109521234001010210F9K2',
    '^0109521234001010^210F9K2\u001D',
    ']Q1https://id.milk.example/01/09521234001010/21/0F9K2',
  ]) {
    assert.equal(parseSearch(text)?.canonical, `${TIN}/21/0F9K2`, text)
  }
})

test('numbers are GTINs and SSCCs by their length, thirteen digits a GLN only where asked', () => {
  const found = {
    '9521234001010': TIN,
    '9521 2340 0101 0': TIN,
    ']E09521234001010': TIN,
    '09521234001010': TIN,
    '12345670': `${STEM}/01/00000012345670`,
    '614141000036': `${STEM}/01/00614141000036`,
    '095212340000987659': `${STEM}/00/095212340000987659`,
    '00095212340000987659': `${STEM}/00/095212340000987659`,
  }
  for (const [text, canonical] of Object.entries(found)) {
    assert.equal(parseSearch(text)?.canonical, canonical, text)
  }
  assert.equal(parseSearch('9521234000013', 'gln')?.canonical, `${STEM}/414/9521234000013`)
})

test('a label of several keys is on the first of them that counts, whatever stands beside it', () => {
  const found = {
    '(00)095212340000987659(02)19521234001017(37)48(10)26K0518A-2': `${STEM}/00/095212340000987659`,
    '(01)09521234001010(414)9521234000204': TIN,
    '(414)9521234000204(254)SILO-3': `${STEM}/414/9521234000204/254/SILO-3`,
    '01095212340010101728052310L': `${TIN}/10/L`,
    '0109521234001010204221S': `${TIN}/21/S`,
    '(8003)095212340050017712': `${STEM}/8003/095212340050017712`,
    '(01)09521234001010(235)T(10)L': `${TIN}/10/L`,
    '(01)09521234001010(21)a\\(b)': `${TIN}/21/a%28b%29`,
    '(01)09521234001010(3103)000900(10)A/B?C': `${TIN}/10/A%2FB%3FC`,
  }
  for (const [text, canonical] of Object.entries(found)) {
    assert.equal(parseSearch(text)?.canonical, canonical, text)
  }
})

test('a typing error and what names no one thing find nothing', () => {
  for (const text of [
    '',
    '9521234001011',
    '123456789',
    '095212340000987650',
    '(01)09521234001011(21)A',
    '(01)09521234001010(21)',
    '(01)09521234001010(10)批号',
    '(02)19521234001017(37)48',
    '(01)0952',
    ']C102195212340010173748\u001D1026K0518A-2',
    ']C1010952',
    ']C101095212340010101728052',
    ']d10109521234001010',
    'https://id.gs1.org/01/09521234001011/21/A',
    'pallet seven',
    '\u001D',
  ]) {
    assert.equal(parseSearch(text), undefined, text)
  }
})
