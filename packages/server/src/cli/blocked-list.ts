import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseIdentifier } from '@suyuan/core/id/parse'
import { readBlockedList, type ListTrust } from '@suyuan/core/sellable/blocked-list'
import { answerOffline, type OfflineAnswer } from '@suyuan/core/sellable/offline'
import { thumbprintOf } from '../sellable/list-key.ts'
import { Misused, type Terminal } from './terminal.ts'

export type Offline = {
  /** File of the list. */
  readonly list: string
  /** File of the public key, as JWK. */
  readonly key: string
  /** File that holds the number of the newest list that was taken. */
  readonly seen: string | undefined
}

/** Answers out of a list, without a server; undefined: the list is refused, and it was said why. */
export function askList(
  files: Offline,
  of: readonly string[],
  terminal: Terminal,
): readonly OfflineAnswer[] | undefined {
  refuseUnreadable(of)
  const seen = seenIn(files.seen)
  const now = Date.now()
  const trust: ListTrust = { ...trusting(files.key), now, ...(seen !== undefined && { seen }) }
  const read = readBlockedList(textOf(files.list), trust)
  if (!read.ok) {
    for (const { rule, says } of read.problems) {
      terminal.err(`${files.list} is refused (${rule}): ${says}\n`)
    }
    return undefined
  }
  const { number, issued, expires } = read.value
  if (files.seen !== undefined && number !== seen) keepSeen(files.seen, number)
  terminal.err(`list ${number}, issued ${issued}, good until ${expires}\n`)
  const sha256 = (text: string): Uint8Array => hash('sha256', text, 'buffer')
  return of.map((text) => answerOffline(read.value, text, { now, sha256 }))
}

function refuseUnreadable(of: readonly string[]): void {
  const problems = of.flatMap((text) => {
    const parsed = parseIdentifier(text, text)
    return parsed.ok ? [] : parsed.problems
  })
  if (problems.length > 0) {
    throw new Misused(problems.map(({ at, says }) => `${at}: ${says}`).join('\n'))
  }
}

function trusting(file: string): Pick<ListTrust, 'distrust' | 'fromBase64'> {
  const key = keyIn(file)
  const kid = thumbprintOf(key.export({ format: 'jwk' }).x ?? '')
  return {
    fromBase64: (text) => Buffer.from(text, 'base64'),
    distrust: (payload, signed) => {
      if (signed.kid !== kid) {
        return `it is signed with the key ${signed.kid}, and ${file} is the key ${kid}`
      }
      const bytes = Buffer.from(signed.signature, 'base64url')
      return verify(null, Buffer.from(payload), key, bytes)
        ? undefined
        : 'its signature does not fit: it was changed or damaged on its way; fetch it again'
    },
  }
}

function keyIn(file: string): KeyObject {
  try {
    const jwk = JSON.parse(textOf(file)) as Record<string, unknown>
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    if (cause instanceof Misused) throw cause
  }
  throw new Misused(`${file} is no Ed25519 key: keep there what GET /sellable/key answers`)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Misused(`${file} cannot be read`, { cause })
  }
}

function seenIn(file: string | undefined): number | undefined {
  if (file === undefined || !existsSync(file)) return undefined
  const number = Number(textOf(file).trim() || Number.NaN)
  if (Number.isSafeInteger(number)) return number
  throw new Misused(`${file} holds no number of a list`)
}

/** Whole or not at all: a till may be switched off at any moment. */
function keepSeen(file: string, number: number): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${number}\n`, { flush: true })
  renameSync(fresh, file)
}
