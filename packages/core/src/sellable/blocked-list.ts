import { bad, good, type Parsed, type Problem } from '../problem.ts'
import { parseJson } from '../json/parse.ts'
import { unpackMarks } from './marks.ts'

export const LIST_FORMAT = 'suyuan-blocked-1'

/** A moment may differ so much between the clocks of two machines. */
const CLOCKS_DIFFER_MS = 5 * 60_000

/** A lot that may not be sold: canonical, the kind of reason, what says so. */
export type BlockedLot = readonly [id: string, kind: string, ref: string]

/** Things forbidden for one reason. */
export type MarkSet = {
  readonly kind: string
  readonly ref: string
  readonly count: number
  /** Base64 of their marks as `marks.ts` packs them. */
  readonly gaps: string
}

/** The first line of a list, as JSON: what is signed. */
export type ListPayload = {
  readonly format: typeof LIST_FORMAT
  /** Rises with every list that is issued. */
  readonly number: number
  /** All events up to this place of the log are known to it. */
  readonly position: number
  /** ISO date-times. */
  readonly issued: string
  readonly expires: string
  readonly lots: readonly BlockedLot[]
  /** Of each thing that is no lot: the first `bits` bits of the SHA-256 of its canonical identifier in UTF-8. */
  readonly marks: { readonly bits: number; readonly sets: readonly MarkSet[] }
}

/** The second line, as JSON. */
export type ListSignature = {
  readonly alg: 'EdDSA'
  /** RFC 7638 thumbprint of the key. */
  readonly kid: string
  /** Base64url of Ed25519 over the UTF-8 bytes of the first line, without its line end. */
  readonly signature: string
}

/** A list that was found good. */
export type BlockedList = Pick<ListPayload, 'number' | 'position' | 'issued' | 'expires'> & {
  readonly lots: ReadonlyMap<string, readonly { readonly kind: string; readonly ref: string }[]>
  readonly bits: number
  readonly sets: readonly {
    readonly kind: string
    readonly ref: string
    readonly marks: Float64Array
  }[]
}

/** What the reader is handed by the machine it runs on. */
export type ListTrust = {
  /** Why this is not signed by the key that is trusted; undefined: it is. */
  readonly distrust: (payload: string, signature: ListSignature) => string | undefined
  readonly fromBase64: (text: string) => Uint8Array
  /** Milliseconds since 1970. */
  readonly now: number
  /** The number of the newest list that was ever taken here. */
  readonly seen?: number
}

/**
 * A list as `GET /sellable/blocked` gives it. Nothing of it is read before its signature is found good; one that is over, issued
 * later than now, or older than one that was seen is refused (`not-a-list`, `signature`, `expired`, `not-yet-issued`, `older`).
 */
export function readBlockedList(text: string, trust: ListTrust): Parsed<BlockedList> {
  const [payload = '', second = '', ...rest] = text.split('\n')
  const signature = signatureIn(second)
  if (signature === undefined || rest.join('') !== '') {
    return bad(
      '',
      'not-a-list',
      'a list has two lines, what is blocked and its signature: fetch it again',
    )
  }
  const distrust = trust.distrust(payload, signature)
  if (distrust !== undefined) return bad('', 'signature', distrust)
  const list = listIn(payload, trust)
  if (list === undefined) {
    return bad('', 'not-a-list', `it is signed, but no ${LIST_FORMAT}: a newer reader may know it`)
  }
  const problems = faultsOf(list, trust)
  return problems.length > 0 ? { ok: false, problems } : good(list)
}

function signatureIn(line: string): ListSignature | undefined {
  const parsed = parseJson(line, '')
  if (!parsed.ok || typeof parsed.value !== 'object') return undefined
  const { alg, kid, signature } = (parsed.value ?? {}) as Readonly<Record<string, unknown>>
  if (alg !== 'EdDSA' || typeof kid !== 'string' || typeof signature !== 'string') return undefined
  return { alg, kid, signature }
}

/** What is signed was written by a server that is trusted: only its format is asked for, and that nothing was cut. */
function listIn(line: string, { fromBase64 }: ListTrust): BlockedList | undefined {
  const parsed = parseJson(line, '')
  if (!parsed.ok || typeof parsed.value !== 'object') return undefined
  const payload = parsed.value as ListPayload | null
  if (payload?.format !== LIST_FORMAT) return undefined
  const { number, position, issued, expires, marks } = payload
  const sets = marks.sets.flatMap(({ kind, ref, count, gaps }) => {
    const unpacked = unpackMarks(fromBase64(gaps), count)
    return unpacked === undefined ? [] : [{ kind, ref, marks: unpacked }]
  })
  if (sets.length !== marks.sets.length) return undefined
  const lots = new Map<string, { readonly kind: string; readonly ref: string }[]>()
  for (const [id, kind, ref] of payload.lots) {
    lots.set(id, [...(lots.get(id) ?? []), { kind, ref }])
  }
  return { number, position, issued, expires, lots, bits: marks.bits, sets }
}

function faultsOf(list: BlockedList, { now, seen }: ListTrust): readonly Problem[] {
  const { number, issued, expires } = list
  const problems: Problem[] = []
  // What is no date is over.
  if (!(now < Date.parse(expires))) {
    problems.push({
      at: '',
      rule: 'expired',
      says: `it was good until ${expires}: fetch a new one`,
    })
  }
  if (now + CLOCKS_DIFFER_MS < Date.parse(issued)) {
    const says = `it was issued at ${issued}, which is still to come: set the clock of this machine`
    problems.push({ at: '', rule: 'not-yet-issued', says })
  }
  if (seen !== undefined && number < seen) {
    const says = `it is number ${number}, and number ${seen} was seen already: fetch the newest`
    problems.push({ at: '', rule: 'older', says })
  }
  return problems
}
