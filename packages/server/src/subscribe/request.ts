import type { Json, JsonObject } from '@suyuan/core/event/event'
import { step } from '@suyuan/core/event/pointer'
import type { Problem } from '@suyuan/core/problem'
import { EPC_FORMATS, type EpcFormat } from '../http/form.ts'
import { Refused } from '../http/problem.ts'
import { readControls } from './controls.ts'
import { readDestination } from './destination.ts'
import type { Guard } from './guard.ts'
import type { Controls } from './subscription.ts'

/** What a client asks for with `POST /queries/{queryName}/subscriptions`. */
export type Requested = {
  readonly dest: URL
  readonly controls: Controls
  readonly token?: string
  readonly epcFormat?: EpcFormat
}

/** GS1's own schema calls the token `secret` where it demands it, and `signatureToken` where it describes it. */
const MEMBERS = [
  'dest',
  'signatureToken',
  'secret',
  'schedule',
  'stream',
  'reportIfEmpty',
  'initialRecordTime',
  'epcFormat',
  'queryName',
] as const

/**
 * Reads the body of a subscription.
 *
 * @throws Refused with all that is wrong: SubscriptionControlsException when that is only when and how often, else
 *   ValidationException.
 */
export function readRequest(body: JsonObject, guard: Guard): Requested {
  const problems: Problem[] = Object.keys(body)
    .filter((name) => !(MEMBERS as readonly string[]).includes(name))
    .map((name) => ({
      at: step(name),
      rule: 'unknown-member',
      says: `no part of a subscription; known are ${MEMBERS.join(', ')}`,
    }))
  const dest = readDest(body['dest'], guard, problems)
  const token = readToken(body['signatureToken'] ?? body['secret'], problems)
  const epcFormat = readFormat(body['epcFormat'], problems)
  const controls = readControls(body)
  if (!controls.ok || dest === undefined || problems.length > 0) {
    const all = [...problems, ...(controls.ok ? [] : controls.problems)]
    throw new Refused(
      problems.length > 0 ? 'ValidationException' : 'SubscriptionControlsException',
      all,
    )
  }
  return {
    dest,
    controls: controls.value,
    ...(token !== undefined && { token }),
    ...(epcFormat !== undefined && { epcFormat }),
  }
}

function readDest(dest: Json | undefined, guard: Guard, problems: Problem[]): URL | undefined {
  if (typeof dest !== 'string') {
    problems.push({
      at: '/dest',
      rule: 'missing',
      says: 'is missing: the URL that events are posted to',
    })
    return undefined
  }
  const read = readDestination(dest, guard, '/dest')
  if (read.ok) return read.value
  problems.push(...read.problems)
  return undefined
}

const LONGEST_TOKEN = 1000

function readToken(token: Json | undefined, problems: Problem[]): string | undefined {
  if (token === undefined || token === null) return undefined
  const wrong = wrongToken(token)
  // The token itself is never told.
  if (wrong !== undefined) problems.push({ at: '/signatureToken', rule: 'value', says: wrong })
  return typeof token === 'string' ? token : undefined
}

function wrongToken(token: Json): string | undefined {
  if (typeof token !== 'string' || token === '' || token.length > LONGEST_TOKEN) {
    return `is a text of 1 to ${LONGEST_TOKEN} characters`
  }
  if (!token.startsWith('whsec_')) return undefined
  const base64 = token.slice('whsec_'.length)
  const bytes = Buffer.from(base64, 'base64').byteLength
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && bytes >= 24 && bytes <= 64
    ? undefined
    : 'begins with whsec_, so the rest is base64 of 24 to 64 bytes (Standard Webhooks)'
}

function readFormat(format: Json | undefined, problems: Problem[]): EpcFormat | undefined {
  if (format === undefined) return undefined
  const known = EPC_FORMATS.find((one) => one === format)
  if (known === undefined) {
    problems.push({ at: '/epcFormat', rule: 'value', says: `is one of ${EPC_FORMATS.join(', ')}` })
  }
  return known
}
