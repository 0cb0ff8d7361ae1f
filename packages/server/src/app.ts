import { existsSync } from 'node:fs'
import type { RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context } from 'hono'
import { KEY_COOKIE, type Access } from './access/access.ts'
import type { Endpoint } from './access/endpoint.ts'
import { Pages, TOKEN_SECONDS } from './access/pages.ts'
import { LIMITS, type CaptureLimits } from './capture/limits.ts'
import { readersHere, type Readers } from './capture/readers.ts'
import { balanceEndpoints } from './balance/endpoints.ts'
import { unbalancedBy } from './balance/unbalanced.ts'
import { askingOf } from './asking.ts'
import { captureEndpoints } from './capture/endpoints.ts'
import { catalogueEndpoints } from './catalogue/endpoints.ts'
import { causeEndpoints } from './cause/endpoints.ts'
import { convertEndpoints } from './convert/endpoints.ts'
import type { Engine } from './db/engine.ts'
import { discovered, refusalOf, telling, unknown, type Told } from './edge.ts'
import { exportEndpoints } from './exports/endpoints.ts'
import { bodyOf, drained } from './http/incoming.ts'
import { refuse, toResponse } from './http/problem.ts'
import { json } from './http/answer.ts'
import { collectionResponse } from './http/collection.ts'
import { formOf } from './http/form.ts'
import { prefers } from './http/request.ts'
import { checkVersions } from './http/versions.ts'
import { masterDataEndpoints } from './master/endpoints.ts'
import { namedEndpoints } from './named/endpoints.ts'
import { openApi } from './openapi.ts'
import { passportAsk } from './passport-ask.ts'
import { prefixEndpoints } from './prefixes/endpoints.ts'
import { eventText } from './query/document.ts'
import { keptEvent, queryEndpoints } from './query/endpoints.ts'
import { recallPaperEndpoints } from './recall-papers/endpoints.ts'
import { blockByRecalls } from './recall/blocking.ts'
import { recallEndpoints } from './recall/endpoints.ts'
import { underRecallOf } from './recall/under-recall.ts'
import { Watch } from './recall/watch.ts'
import { resolverRoutes } from './resolver/routes.ts'
import { retentionEndpoints } from './retention/endpoints.ts'
import type { UnderRecall } from './retention/settling.ts'
import type { Block } from './sellable/blocks.ts'
import { sellableEndpoints } from './sellable/endpoints.ts'
import { describeSoap, soapEndpoints, soapRefusal } from './soap/endpoints.ts'
import { companyPrefixes } from './store/company-prefix.ts'
import { logEnd } from './store/follow.ts'
import { subscriptionAdminEndpoints } from './subscribe/admin-endpoints.ts'
import { subscriptionEndpoints } from './subscribe/endpoints.ts'
import { noticed, ONLY_KEPT, type Subscribing } from './subscribe/subscribing.ts'
import { traceEndpoints } from './trace/endpoints.ts'
import { flowsByStore, type Flows } from './trace/lineage.ts'
import { standingOf } from './trace/standing.ts'
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
  /** How long the token for the next page of an answer is good; a day unless told. */
  readonly tokenSeconds?: number
  /** Refuses what is against the standard's rules though it could be understood; a request may prefer otherwise. */
  readonly strict?: boolean
  /** Where documents are read; here unless told. */
  readonly readers?: Readers
  /** How subscribers are told; unless given, subscriptions are only kept. */
  readonly subscribing?: Subscribing
  /** How the store is copied while it runs, where it can be. */
  readonly copies?: Copying
  /** How questions about the flow of things are answered; by the store unless told. */
  readonly flows?: Flows
  /** What open recalls are about: with its graph it stays, whatever the retention rules say. */
  readonly underRecall?: () => Promise<readonly UnderRecall[]>
  /** What may not be sold, whatever its events say: recalls, quality holds. */
  readonly blocks?: readonly Block[]
  /** Folder of the built console; without one `/console/` says how to build it. */
  readonly consoleFolder?: string
  /** Hears of our own faults. */
  readonly log: (fault: unknown) => void
}

/** Longest address taken; a longer question goes into a stored query. */
const LONGEST_URL = 16_384

/** All rooms as one `fetch`. */
export function createApp(deps: Deps): Hono {
  const { engine, log, access, limits = LIMITS } = deps
  const app = new Hono()
  const served = endpointsOf(deps)
  const papers = recallPaperEndpoints({ now: deps.now, ask: askingOf(served) })
  const endpoints = [...served, ...papers]
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
  app.get('/', (c) =>
    wantsPage(c.req.raw)
      ? c.redirect('/console/')
      : collectionResponse({ member: TOP_LEVEL }, formOf(c.req.raw)),
  )
  app.get('/openapi.json', () => json(openApi(endpoints)))
  app.get('/soap', (c) => describeSoap(c.req.raw))
  app.get('/console/*', (c, next) => keyToCookie(c, access) ?? next())
  mountConsole(app, deps.consoleFolder)
  app.route('/', resolverRoutes(passportAsk(engine), log))
  for (const endpoint of endpoints) mount(app, endpoint, access)
  app.options('*', (c) => discovered(c, endpoints, { access, limits }))
  const told = asSoap(deps, telling(limits, log))
  app.notFound((c) => unknown(c, endpoints, told))
  app.onError((error, c) => drained(c).then(() => told(c, refusalOf(error, log))))
  return app
}

/** A client of SOAP is refused with a fault, wherever it is refused. */
const asSoap =
  ({ now }: Deps, told: Told): Told =>
  (c, error) =>
    c.req.path === '/soap' && c.req.method === 'POST'
      ? soapRefusal({ now }, c.req.raw, error)
      : told(c, error)

/** A browser names HTML; a program may take anything. */
const wantsPage = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').includes('text/html') && prefers(request, 'text/html')

function endpointsOf(deps: Deps): readonly Endpoint[] {
  const { engine, now, log, limits = LIMITS, readers = readersHere(), copies } = deps
  const pages = new Pages({ engine, now, seconds: deps.tokenSeconds ?? TOKEN_SECONDS })
  const strict = deps.strict ?? false
  const queries = { engine, now, pages, strict }
  const { subscribing = ONLY_KEPT, flows = flowsByStore(engine), blocks = [] } = deps
  const { reach } = flows
  const standing = (ids: readonly string[]) => engine.read(standingOf, ids)
  const watch = new Watch({ engine, now, reach, standing }, log)
  const refusal = (error: unknown): Response => toResponse(refusalOf(error, log), log)
  const captured = (): void => {
    subscribing.captured()
    // Who runs this for one question closes the engine when it is answered; reads judge what is left.
    if (deps.subscribing !== undefined) watch.captured()
  }
  // What was captured before this server was ended may not have been judged.
  if (deps.subscribing !== undefined) watch.captured()
  return [
    ...captureEndpoints({
      engine: noticed(engine, captured),
      readers,
      now,
      limits,
      ...(deps.contexts && { contexts: deps.contexts }),
      pages,
      strict,
      eventNamed: (asked, eventID) => keptEvent(queries, asked, eventID),
    }),
    ...convertEndpoints({ limits, prefixes: () => engine.read(companyPrefixes, undefined) }),
    ...queryEndpoints(queries),
    ...namedEndpoints({ ...queries, gone: subscribing.gone }),
    ...subscriptionEndpoints({ ...queries, ...subscribing }),
    ...subscriptionAdminEndpoints({ engine, now, guard: subscribing.guard }),
    ...traceEndpoints({ engine, eventText, flows, unbalanced: unbalancedBy(engine) }),
    ...sellableEndpoints({ engine, now, blocks: [blockByRecalls(engine, watch), ...blocks] }),
    ...causeEndpoints({ engine }),
    ...exportEndpoints({ engine, reach: flows.reach, now }),
    ...catalogueEndpoints({ engine }),
    ...masterDataEndpoints({ engine, now }),
    ...soapEndpoints({ engine, now, log, ...subscribing }),
    ...balanceEndpoints({ engine, pages, now }),
    ...prefixEndpoints({ engine, now }),
    ...upkeepEndpoints({ engine, ...(copies && { copies }) }),
    ...retentionEndpoints({
      engine,
      now,
      underRecall: deps.underRecall ?? (() => engine.read(underRecallOf, undefined)),
      refusal,
    }),
    ...recallEndpoints({ engine, now, watch, refusal }),
  ]
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

/** EPCIS 2.0 REST names these and no others; ours are in `/openapi.json`. */
const TOP_LEVEL = [
  'events',
  'eventTypes',
  'epcs',
  'bizSteps',
  'bizLocations',
  'readPoints',
  'dispositions',
  'capture',
  'queries',
]

function mount(app: Hono, { method, path, handle }: Endpoint, access: Access): void {
  const pattern = path.replaceAll(/\{\+(\w+)\}/g, ':$1{.+}').replaceAll(/\{(\w+)\}/g, ':$1')
  app.on(method, pattern, (c) => {
    checkVersions(c.req.raw.headers)
    return handle({ request: c.req.raw, viewer: access(c.req.raw), body: bodyOf(c) })
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
