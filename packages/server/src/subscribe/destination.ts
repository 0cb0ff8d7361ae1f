import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { bad, good, type Parsed } from '@suyuan/core/problem'
import type { Guard } from './guard.ts'

/** A connection that may not be made: its address is none of the public Internet, and the operator did not allow it. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

const LONGEST = 2000

/**
 * Where deliveries are to go, as it is kept: an address is in its plain form, however it was spelt (`0x7f.1`, `[::1]`).
 * A name is looked up only when a connection is made, and again for each.
 */
export function readDestination(text: string, guard: Guard, at: string): Parsed<URL> {
  if (text.length > LONGEST) return bad(at, 'too-long', `may have ${LONGEST} characters`)
  if (!URL.canParse(text)) return bad(at, 'not-a-url', 'is no URL; send one like https://host/path')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return bad(at, 'scheme', `${url.protocol} cannot be sent to; use https:`)
  }
  if (url.username !== '' || url.password !== '') {
    const says = 'holds a user or password, which would be told; deliveries are signed instead'
    return bad(at, 'credentials', says)
  }
  url.hash = ''
  const host = hostOf(url)
  if (isIP(host) !== 0 && !guard.allowsAddress(host)) {
    return bad(at, 'address', `${host} ${saysNotAllowed}`)
  }
  return good(url)
}

const saysNotAllowed =
  'is no address of the public Internet; the operator may allow it: suyuan serve --callback-allow'

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/** Whether the name of a destination leads where it may not, as far as it can be told now: it may change, or not be known yet. */
export async function leadsAstray(url: URL, guard: Guard): Promise<string | undefined> {
  const { promise, resolve: done } = Promise.withResolvers<string | undefined>()
  const told = (error: Error | null): void =>
    done(error instanceof NotAllowed ? error.message : undefined)
  if (isIP(hostOf(url)) !== 0) return undefined
  lookupBy(guard)(hostOf(url), { all: true }, told)
  return promise
}

/**
 * How the name of a receiver is looked up: the connection goes to the addresses found here and checked, and nobody asks
 * again, so that no other answer can come between. One address that may not be is enough to refuse the name.
 */
export function lookupBy(guard: Guard): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = error === null ? addresses : []
      const wrong = (error === null ? addresses : []).find(
        ({ address }) => !guard.allowsName(host) && !guard.allowsAddress(address),
      )
      if (wrong !== undefined) {
        callback(
          new NotAllowed(`${host} has the address ${wrong.address}, which ${saysNotAllowed}`),
          [],
        )
      } else if (error !== null || first === undefined) {
        callback(error ?? new Error(`${host} has no address`), [])
      } else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** What a connection to this URL is refused for before any is made; a name is checked when it is looked up. */
export function refusedAddress(url: URL, guard: Guard): string | undefined {
  const host = hostOf(url)
  if (isIP(host) === 0 || guard.allowsName(host) || guard.allowsAddress(host)) return undefined
  return `${host} ${saysNotAllowed}`
}
