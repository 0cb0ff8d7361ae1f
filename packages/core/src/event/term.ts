import { wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import { expand, isIri } from './context.ts'
import { nearest } from './nearest.ts'
import { quoted } from './pointer.ts'
import { fail, type Check, type Walk } from './walk.ts'

/** CBV 2.0, standard vocabularies: a word of this vocabulary in any of its spellings, or the sender's own as a URI or `prefix:name`. */
export function termOf(vocabulary: Vocabulary): Check {
  return (value, walk) => {
    if (typeof value !== 'string') {
      return fail(walk, 'wrong-type', `A ${vocabulary.field} is text.`)
    }
    if (vocabulary.words.has(value)) return
    if (!isIri(expand(walk.context, value))) return unknown(vocabulary, value, walk)
    if (walk.strict && isStandard(vocabulary, value)) {
      const says = `In JSON a standard ${vocabulary.field} is its bare word, ${wordOf(vocabulary, value)}.`
      return fail(walk, 'spelling', says)
    }
    // A URN names a word of this edition or nothing; the web URIs may grow words that we do not know yet.
    if (value.startsWith(CBV_URN) && wordOf(vocabulary, value) === value) {
      unknown(vocabulary, value, walk)
    }
  }
}

const CBV_URN = 'urn:epcglobal:cbv:'

/** EPCIS JSON schema 2.0: URNs and draft addresses of CBV, and GS1's vocabulary by its older address. */
function isStandard(vocabulary: Vocabulary, value: string): boolean {
  if (vocabulary.urn === undefined) return /^https?:\/\/(?:www\.)?gs1\.org\/voc\//.test(value)
  return /^urn:epcglobal:cbv|^https?:\/\/ns\.gs1\.org\/cbv\//.test(value)
}

function unknown(vocabulary: Vocabulary, value: string, walk: Walk): void {
  const bare = value.slice(value.lastIndexOf(':') + 1)
  const near = nearest(bare, vocabulary.words)
  const help =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `it knows ${[...vocabulary.words].join(', ')}.`
  const own = 'A word of your own is a URI or prefix:name.'
  const says = `CBV 2.0 has no ${vocabulary.field} ${quoted(value)}; ${help} ${own}`
  fail(walk, 'unknown-term', says)
}
