import type { Context } from 'hono'
import type { Access } from './access/access.ts'
import type { Endpoint } from './access/endpoint.ts'
import { limitHeaders, type CaptureLimits } from './capture/limits.ts'
import { Away, Full } from './db/engine.ts'
import { discovery } from './http/discovery.ts'
import { refusedInXml } from './http/form.ts'
import { refuse, Refused, toResponse } from './http/problem.ts'
import { SPOKEN } from './http/spoken.ts'
import { checkVersions } from './http/versions.ts'

type Log = (fault: unknown) => void

/** What may pass by itself: said in a line, for it may be said a thousand times. */
export function refusalOf(error: unknown, log: Log): unknown {
  if (!(error instanceof Away || error instanceof Full)) return error
  log(`${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`)
  const refusal = error instanceof Full ? 'InsufficientStorageException' : 'UnavailableException'
  return new Refused(refusal, [], { cause: error })
}

/**
 * OPTIONS on any resource. The key is asked for as for its other methods, but not of a browser that asks what it may send to
 * another site (CORS): such a question never has one.
 */
export function discovered(
  c: Context,
  endpoints: readonly Endpoint[],
  { access, limits }: { readonly access: Access; readonly limits: CaptureLimits },
): Response {
  checkVersions(c.req.raw.headers)
  if (c.req.header('access-control-request-method') === undefined) access(c.req.raw)
  const { path } = c.req
  const methods = path === '/' ? ['GET'] : methodsAt(endpoints, c.req.url)
  if (methods.length === 0) throw noSuchPath(path)
  return path === '/capture' ? discovery(methods, captureSettings(limits)) : discovery(methods)
}

const captureSettings = (limits: CaptureLimits): Readonly<Record<string, string>> => ({
  ...limitHeaders(limits),
  'GS1-EPCIS-Min': SPOKEN.EPCIS.taken,
  'GS1-CBV-Min': SPOKEN.CBV.taken,
  'GS1-Capture-Error-Behaviour': 'all',
})

const noSuchPath = (path: string): Refused =>
  refuse('NoSuchResourceException', path, 'no-path', 'nothing is here; see /openapi.json')

export type Told = (c: Context, error: unknown) => Response

/** How refusals are told to whoever asked: in XML if that is wanted, with the limits that were met. */
export function telling(limits: CaptureLimits, log: Log): Told {
  return (c, error) => {
    const over = error instanceof Refused && error.refusal === 'CaptureLimitExceededException'
    const headers = over ? limitHeaders(limits) : {}
    return toResponse(error, log, { xml: refusedInXml(c.req.raw), headers })
  }
}

/** A path that is none, or a method that is none of it. */
export function unknown(c: Context, endpoints: readonly Endpoint[], told: Told): Response {
  const { path } = c.req
  const methods = methodsAt(endpoints, c.req.url)
  if (methods.length === 0) return told(c, noSuchPath(path))
  const allowed = [...methods, 'OPTIONS'].join(', ')
  const says = `${c.req.method}: here only ${allowed}`
  const refused = told(c, refuse('MethodNotAllowedException', path, 'method', says))
  refused.headers.set('allow', allowed)
  return refused
}

function methodsAt(endpoints: readonly Endpoint[], url: string): readonly string[] {
  const path = new URL(url).pathname
  const here = endpoints.filter((endpoint) => sameShape(endpoint.path, path))
  return here.map(({ method }) => method).filter((method) => method !== 'OPTIONS')
}

function sameShape(pattern: string, path: string): boolean {
  const expression = pattern.replaceAll(/\{\+\w+\}/g, '.+').replaceAll(/\{\w+\}/g, '[^/]+')
  return new RegExp(`^${expression}$`).test(path)
}
