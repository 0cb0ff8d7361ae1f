import { existsSync } from 'node:fs'
import type { RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context } from 'hono'
import { KEY_COOKIE, type Access } from './access/access.ts'
import type { Endpoint } from './access/endpoint.ts'
import { LIMITS, type CaptureLimits } from './capture/limits.ts'
import { readersHere, type Readers } from './capture/readers.ts'
import { captureEndpoints } from './capture/endpoints.ts'
import { catalogueEndpoints } from './catalogue/endpoints.ts'
import { Away, Full, type Engine } from './db/engine.ts'
import { bodyOf, drained } from './http/incoming.ts'
import { refuse, Refused, toResponse } from './http/problem.ts'
import { answer, json } from './http/answer.ts'
import { prefers } from './http/request.ts'
import { masterDataEndpoints } from './master/endpoints.ts'
import { openApi } from './openapi.ts'
import { passportAsk } from './passport-ask.ts'
import { prefixEndpoints } from './prefixes/endpoints.ts'
import { eventText } from './query/document.ts'
import { collection, keptEvent, queryEndpoints } from './query/endpoints.ts'
import { resolverRoutes } from './resolver/routes.ts'
import { retentionEndpoints } from './retention/endpoints.ts'
import type { UnderRecall } from './retention/settling.ts'
import { logEnd } from './store/follow.ts'
import { traceEndpoints } from './trace/endpoints.ts'
import type { Copying } from './upkeep/copy.ts'
import { upkeepEndpoints } from './upkeep/endpoints.ts'

export type Deps = {
  readonly engine: Engine
  readonly access: Access
  /** Microseconds since 1970. */
  readonly now: () => number
  readonly limits?: CaptureLimits
  /** Remote `@context`s that the operator gave; others are not fetched. */
  readonly contexts?: RemoteContexts
  /** Where documents are read; here unless told. */
  readonly readers?: Readers
  /** How the store is copied while it runs, where it can be. */
  readonly copies?: Copying
  /** What open recalls are about: with its graph it stays, whatever the retention rules say. */
  readonly underRecall?: () => Promise<readonly UnderRecall[]>
  /** Folder of the built console; without one `/console/` says how to build it. */
  readonly consoleFolder?: string
  /** Hears of our own faults. */
  readonly log: (fault: unknown) => void
}

/** Longest address taken; a longer question goes into a stored query. */
const LONGEST_URL = 16_384

/** All rooms as one `fetch`. */
export function createApp(deps: Deps): Hono {
  const { engine, now, log, limits = LIMITS, readers = readersHere(), copies } = deps
  const app = new Hono()
  const queries = { engine, now }
  const endpoints: readonly Endpoint[] = [
    ...captureEndpoints({
      engine,
      readers,
      now,
      limits,
      ...(deps.contexts && { contexts: deps.contexts }),
      eventNamed: (asked, eventID) => keptEvent(queries, asked, eventID),
    }),
    ...queryEndpoints(queries),
    ...traceEndpoints({ engine, eventText }),
    ...catalogueEndpoints({ engine }),
    ...masterDataEndpoints({ engine, now }),
    ...prefixEndpoints({ engine, now }),
    ...upkeepEndpoints({ engine, ...(copies && { copies }) }),
    ...retentionEndpoints({
      engine,
      now,
      ...(deps.underRecall && { underRecall: deps.underRecall }),
      refusal: (error) => toResponse(refusalOf(error, log), log),
    }),
  ]
  app.use((c, next) => {
    checkAddress(c.req.url)
    return next()
  })
  app.get('/health/live', () => json({ status: 'live' }))
  app.get('/health/ready', async () => {
    // Both threads answer, or this is not ready.
    await engine.read(logEnd, undefined)
    await engine.write(logEnd, undefined)
    return json({ status: 'ready' })
  })
  app.options('*', () => discovery(limits))
  app.get('/', (c) =>
    prefers(c.req.raw, 'text/html') ? c.redirect('/console/') : json(collection(TOP_LEVEL)),
  )
  app.get('/openapi.json', () => json(openApi(endpoints)))
  app.get('/console/*', (c, next) => keyToCookie(c, deps.access) ?? next())
  mountConsole(app, deps.consoleFolder)
  app.route('/', resolverRoutes(passportAsk(engine), log))
  for (const endpoint of endpoints) mount(app, endpoint, deps.access)
  app.notFound((c) => unknown(c, endpoints, log))
  app.onError((error, c) => drained(c).then(() => toResponse(refusalOf(error, log), log)))
  return app
}

/** Nothing kept has a NUL in its name, and PostgreSQL cannot even be asked for it. A path may be escaped twice. */
function checkAddress(url: string): void {
  if (url.length > LONGEST_URL) {
    const says = `an address may have ${LONGEST_URL} characters`
    throw refuse('URITooLongException', '', 'too-long', says)
  }
  const [path = '', ...query] = url.split('?')
  if (/%(25)*00/.test(path) || query.some((part) => part.includes('%00'))) {
    throw refuse('QueryParameterException', '', 'nul', 'no name holds a NUL character (%00)')
  }
}

/** What may pass by itself: said in a line, for it may be said a thousand times. */
function refusalOf(error: unknown, log: Deps['log']): unknown {
  if (!(error instanceof Away || error instanceof Full)) return error
  log(`${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`)
  const refusal = error instanceof Full ? 'InsufficientStorageException' : 'UnavailableException'
  return new Refused(refusal, [], { cause: error })
}

const TOP_LEVEL = ['capture', 'events', 'epcs', 'trace', 'where', 'history', 'catalogue', 'search']

function mount(app: Hono, { method, path, handle }: Endpoint, access: Access): void {
  const pattern = path.replaceAll(/\{\+(\w+)\}/g, ':$1{.+}').replaceAll(/\{(\w+)\}/g, ':$1')
  app.on(method, pattern, (c) => {
    return handle({ request: c.req.raw, viewer: access(c.req.raw), body: bodyOf(c) })
  })
}

function discovery(limits: CaptureLimits): Response {
  return answer(null, {
    status: 204,
    headers: {
      allow: 'GET, POST, OPTIONS',
      'GS1-EPCIS-Min': '2.0.0',
      'GS1-EPCIS-Max': '2.0.0',
      'GS1-CBV-Min': '2.0.0',
      'GS1-CBV-Max': '2.0.0',
      'GS1-EPCIS-Capture-Limit': String(limits.maxEvents),
      'GS1-EPCIS-Capture-File-Size-Limit': String(limits.maxBytes),
      'GS1-Capture-Error-Behaviour': 'rollback, proceed',
    },
  })
}

/** `/console/?key=…`, as it is printed at the first start: the key goes into a cookie, and out of the address. */
function keyToCookie(c: Context, access: Access): Response | undefined {
  const key = c.req.query('key')
  if (key === undefined) return undefined
  const url = new URL(c.req.url)
  access(new Request(url, { headers: { 'x-api-key': key } }))
  const secure = url.protocol === 'https:' ? '; Secure' : ''
  url.searchParams.delete('key')
  return new Response(null, {
    status: 303,
    headers: {
      location: `${url.pathname}${url.search}`,
      'set-cookie': `${KEY_COOKIE}=${key}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000${secure}`,
    },
  })
}

function mountConsole(app: Hono, folder: string | undefined): void {
  app.get('/console', (c) => c.redirect('/console/'))
  if (folder === undefined || !existsSync(folder)) {
    app.get('/console/*', (c) =>
      c.text('The console is not built yet: npm run build\n控制台尚未构建：npm run build\n', 503),
    )
    return
  }
  const rewriteRequestPath = (path: string): string => path.replace(/^\/console/, '')
  app.get('/console/*', serveStatic({ root: folder, rewriteRequestPath }))
  app.get('/console/*', serveStatic({ root: folder, path: 'index.html' }))
}

function unknown(c: Context, endpoints: readonly Endpoint[], log: Deps['log']): Response {
  const path = new URL(c.req.url).pathname
  const here = endpoints.filter((endpoint) => sameShape(endpoint.path, path))
  if (here.length === 0) {
    const says = 'nothing is here; see /openapi.json'
    return toResponse(refuse('NoSuchResourceException', path, 'no-path', says), log)
  }
  const allowed = [...here.map(({ method }) => method), 'OPTIONS'].join(', ')
  const says = `${c.req.method}: here only ${allowed}`
  const refused = toResponse(refuse('MethodNotAllowedException', path, 'method', says), log)
  refused.headers.set('allow', allowed)
  return refused
}

function sameShape(pattern: string, path: string): boolean {
  const expression = pattern.replaceAll(/\{\+\w+\}/g, '.+').replaceAll(/\{\w+\}/g, '[^/]+')
  return new RegExp(`^${expression}$`).test(path)
}
