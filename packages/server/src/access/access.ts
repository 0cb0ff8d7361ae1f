import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '../http/problem.ts'
import type { Engine } from '../db/engine.ts'
import { settle } from '../store/setting.ts'
import type { Viewer } from '../store/viewer.ts'

/** The operator sees all, and is so far the only one who may ask. */
const operator = (credential: string): Viewer => ({
  party: 'operator',
  credential,
  sees: 'everything',
})

/** Who a request is from. @throws Refused (SecurityException) when it proves nothing. */
export type Access = (request: Request) => Viewer

/** Names under which a machine reaches itself. */
export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '[::1]', 'localhost'])

/**
 * Open to whoever reaches it by a loopback name. Another name on a loopback connection is a page elsewhere that had its
 * own name resolved to here (DNS rebinding), or a proxy that lets strangers in: refused.
 */
export const openAccess: Access = (request) => {
  const { hostname } = new URL(request.url)
  if (LOOPBACK.has(hostname)) return operator('loopback')
  throw refuse(
    'SecurityException',
    'Host',
    'host',
    `${hostname}: without a key this server answers on this machine alone; start it with --host`,
  )
}

/** The cookie that a browser is given for the key: not readable by scripts, and not sent from other sites. */
export const KEY_COOKIE = 'suyuan-key'

/** The password of HTTP Basic authentication (RFC 7617), for clients that can send a key in no other way; whatever the user. */
function passwordIn(authorization: string): string | undefined {
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  if (basic === undefined) return undefined
  const pair = Buffer.from(basic, 'base64').toString('utf8')
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined
}

/** Only with the API key, as `Authorization: Bearer …`, `X-API-Key: …`, the password of Basic authentication, or the console's cookie. */
export function keyAccess(keyDigest: string): Access {
  const wanted = Buffer.from(keyDigest, 'hex')
  return (request) => {
    const authorization = request.headers.get('authorization') ?? ''
    const bearer = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? passwordIn(authorization)
    const cookie = new RegExp(`(?:^|; )${KEY_COOKIE}=([^;]+)`).exec(
      request.headers.get('cookie') ?? '',
    )?.[1]
    const given = digest(bearer ?? request.headers.get('x-api-key') ?? cookie ?? '')
    if (timingSafeEqual(Buffer.from(given, 'hex'), wanted)) return operator('api-key')
    throw refuse(
      'SecurityException',
      'Authorization',
      'key',
      'send the API key that was printed at the first start, as "Authorization: Bearer KEY"',
    )
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export type ApiKey = { readonly digest: string; readonly fresh?: string }

const newKey = (): string => `sy_${randomBytes(24).toString('base64url')}`

/**
 * The API key of a data folder: made once, and only its digest kept. `fresh` is the key itself the first time, to be
 * printed then and never again.
 */
export function apiKeyOf(folder: string): ApiKey {
  const file = join(folder, 'api-key.sha256')
  if (existsSync(file)) return { digest: readFileSync(file, 'utf8').trim() }
  const fresh = newKey()
  writeFileSync(file, `${digest(fresh)}\n`, { mode: 0o600 })
  return { digest: digest(fresh), fresh }
}

/** {@link apiKeyOf} for a PostgreSQL database: one key for all servers on it. */
export async function sharedApiKey(engine: Engine): Promise<ApiKey> {
  const fresh = newKey()
  const kept = await engine.write(settle, { name: 'api-key.sha256', value: digest(fresh) })
  return { digest: kept, ...(kept === digest(fresh) && { fresh }) }
}
