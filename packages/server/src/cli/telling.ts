import type { Zone } from '@suyuan/core/query/schedule'
import { guardOf, type Guard } from '../subscribe/guard.ts'
import { RETRIES, type Retries } from '../subscribe/tell.ts'
import { zoneNamed } from '../subscribe/zone.ts'
import { Misused } from './terminal.ts'

/** Options of how subscribers are told. */
export const TELLING = {
  'callback-allow': { type: 'string', multiple: true },
  'schedule-zone': { type: 'string' },
  'delivery-attempts': { type: 'string' },
} as const

export const TELLING_HELP: string = `  --callback-allow LIST  hosts that subscriptions may post to beside the public Internet: names, *.names,
                         addresses, networks (10.1.0.0/16), with commas between; may be given again
  --schedule-zone ZONE   time zone of schedules, like Asia/Shanghai (UTC)
  --delivery-attempts N  so often a message is sent before it is a dead letter (${RETRIES.attempts}: about a day)
`

type Given = {
  readonly 'callback-allow'?: readonly string[] | undefined
  readonly 'schedule-zone'?: string | undefined
  readonly 'delivery-attempts'?: string | undefined
}

export type Telling = { readonly guard: Guard; readonly zone: Zone; readonly retries: Retries }

/** @throws Misused naming the option that was not understood. */
export function tellingOf(given: Given): Telling {
  const attempts = given['delivery-attempts'] ?? String(RETRIES.attempts)
  if (!/^[1-9]\d{0,5}$/.test(attempts)) {
    throw new Misused(`--delivery-attempts ${attempts}: a whole number from 1`)
  }
  const allowed = (given['callback-allow'] ?? [])
    .flatMap((list) => list.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  return {
    guard: orMisused('--callback-allow', () => guardOf(allowed)),
    zone: orMisused('--schedule-zone', () => zoneNamed(given['schedule-zone'] ?? 'UTC')),
    retries: { ...RETRIES, attempts: Number(attempts) },
  }
}

function orMisused<T>(option: string, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Misused(`${option}: ${cause.message}`, { cause })
  }
}
