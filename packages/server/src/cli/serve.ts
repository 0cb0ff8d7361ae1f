import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import {
  apiKeyOf,
  keyAccess,
  LOOPBACK,
  openAccess,
  sharedApiKey,
  type ApiKey,
} from '../access/access.ts'
import type { RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { createApp } from '../app.ts'
import { TOKEN_SECONDS } from '../access/pages.ts'
import { LIMITS, type CaptureLimits } from '../capture/limits.ts'
import { readersHere, readersInThreads, type Readers } from '../capture/readers.ts'
import { answerUnreadable, MAX_HEADER_BYTES } from '../http/unreadable.ts'
import { CannotOpen, type Engine } from '../db/engine.ts'
import { withoutPassword } from '../db/postgres-faults.ts'
import { dialectOf, isDatabase, openStore } from '../store/open.ts'
import { openLineage, type LineageIndex } from '../trace/lineage.ts'
import { wantsSocket } from '../subscribe/sockets.ts'
import { beginSubscribing } from '../subscribe/subscribing.ts'
import { copiesOf, type Copying } from '../upkeep/copy.ts'
import { contextsIn } from './context-files.ts'
import { loadDemo } from './demo.ts'
import { closed, ending, stopping } from './ending.ts'
import { placeOf } from './place.ts'
import { TELLING, TELLING_HELP, tellingOf, type Telling } from './telling.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan serve [options]

  --port N               8080
  --host ADDRESS         127.0.0.1; another address needs the API key that is printed at the first start
  --data DIR             where events are kept (./data); made if missing. Without it, and with DATABASE_URL
                         set (postgres://…), they are kept in that PostgreSQL database
  --demo                 load the demo chain into an empty folder first
  --demo-tins N          its size (6000)
  --no-auth              open to whoever reaches it: loopback only
  --tls-cert, --tls-key  PEM files: serve HTTPS
  --capture-limit BYTES  the largest document taken (${LIMITS.maxBytes})
  --capture-events N     the most events of a document (${LIMITS.maxEvents})
  --page-token-minutes N how long the token for the next page is good (${TOKEN_SECONDS / 60})
  --strict               refuse what is against GS1's rules though it could be understood; a request with
                         “Prefer: handling=lenient” or “handling=strict” is judged as it says
  --context URL=FILE     the text of a remote @context that documents name; none is fetched. As often as needed
  --lineage-memory MB    memory that the lineage of all events may take (1024); when it would take more, or 0,
                         traces are read out of the store
  --reader-threads N     threads that read documents (1); 0: the one that answers reads them
${TELLING_HELP}`

const OPTIONS = {
  ...TELLING,
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  demo: { type: 'boolean' },
  'no-demo': { type: 'boolean' },
  'demo-tins': { type: 'string' },
  'no-auth': { type: 'boolean' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'capture-limit': { type: 'string' },
  'capture-events': { type: 'string' },
  'page-token-minutes': { type: 'string' },
  strict: { type: 'boolean' },
  context: { type: 'string', multiple: true },
  'reader-threads': { type: 'string' },
  'lineage-memory': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const readersFor = (threads: number): Readers =>
  threads === 0 ? readersHere() : readersInThreads(threads)

type Settings = {
  readonly port: number
  readonly host: string
  /** A folder, or the URL of a database. */
  readonly data: string
  readonly demoTins: number
  readonly noAuth: boolean
  readonly limits: CaptureLimits
  readonly tokenSeconds: number
  readonly strict: boolean
  readonly readerThreads: number
  /** Bytes. */
  readonly lineageMemory: number
  readonly contexts: RemoteContexts
  readonly telling: Telling
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** `suyuan serve`: runs until SIGTERM or SIGINT, then finishes what was accepted. */
export const serve: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length > 0) throw new Misused(`${positionals[0]}: options begin with --`)
  const demoTins = wholeNumber('demo-tins', values['demo-tins'] ?? '6000')
  const tls = tlsOf(values['tls-cert'], values['tls-key'])
  return run(
    {
      port: wholeNumber('port', values.port ?? '8080', 65_535),
      host: values.host ?? '127.0.0.1',
      data: placeOf(values, terminal),
      demoTins: values.demo === true && values['no-demo'] !== true ? demoTins : 0,
      noAuth: values['no-auth'] === true,
      limits: limitsOf(values['capture-limit'], values['capture-events']),
      tokenSeconds:
        60 * fromOne('page-token-minutes', values['page-token-minutes'], TOKEN_SECONDS / 60),
      strict: values.strict === true,
      contexts: contextsIn(values.context),
      telling: tellingOf(values),
      lineageMemory:
        2 ** 20 * wholeNumber('lineage-memory', values['lineage-memory'] ?? '1024', 1_000_000),
      readerThreads: wholeNumber('reader-threads', values['reader-threads'] ?? '1'),
      ...(tls && { tls }),
    },
    terminal,
  )
}

function limitsOf(bytes: string | undefined, events: string | undefined): CaptureLimits {
  return {
    ...LIMITS,
    maxBytes: fromOne('capture-limit', bytes, LIMITS.maxBytes),
    maxEvents: fromOne('capture-events', events, LIMITS.maxEvents),
  }
}

function fromOne(name: string, text: string | undefined, unless: number): number {
  const number = text === undefined ? unless : wholeNumber(name, text)
  if (number > 0) return number
  throw new Misused(`--${name} ${text}: a whole number from 1`)
}

function wholeNumber(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  if (/^\d{1,15}$/.test(text) && Number(text) <= most) return Number(text)
  throw new Misused(`--${name} ${text}: a whole number up to ${most}`)
}

function tlsOf(cert: string | undefined, key: string | undefined): Settings['tls'] {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined)
    throw new Misused('--tls-cert and --tls-key go together')
  try {
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } catch (cause) {
    throw new Misused(`the TLS files cannot be read: ${String(cause)}`, { cause })
  }
}

async function run(settings: Settings, terminal: Terminal): Promise<number> {
  const loopback = LOOPBACK.has(settings.host)
  if (settings.noAuth && !loopback) throw new Misused('--no-auth is for loopback; leave --host out')
  try {
    await using engine = await openStore(settings.data)
    await using readers = readersFor(settings.readerThreads)
    const log = (fault: unknown): void => terminal.err(`${faultText(fault)}\n`)
    await using lineage = await lineageOf(settings, engine, log)
    const now = (): number => Date.now() * 1000
    const key = loopback ? undefined : await keyOf(settings.data, engine)
    const access = key === undefined ? openAccess : keyAccess(key.digest)
    const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url))
    const { limits, tokenSeconds, strict, contexts } = settings
    const flows = lineage?.flows(engine)
    const deps = {
      engine,
      readers,
      now,
      ...(flows && { flows }),
      limits,
      tokenSeconds,
      strict,
      contexts,
    }
    const telling = { ...settings.telling, engine, access, now, log }
    await using subscribing = await beginSubscribing(telling)
    const served = { ...deps, ...copiesFrom(settings.data), subscribing }
    const app = createApp({ ...served, access, consoleFolder, log })
    const server = serverOf(app, settings)
    subscribing.attach(server)
    // Whoever reads that we listen may end us at once.
    const stop = stopping()
    const { port } = await listening(server, settings)
    await using _ = {
      [Symbol.asyncDispose]: () =>
        Promise.all([subscribing.hangUp(), closed(server)]).then(() => undefined),
    }
    const url = addressOf(settings, port)
    terminal.out(`${greeting(url, settings.data)}${keyLines(key?.fresh, url)}`)
    const demo = { tins: settings.demoTins, url, stop }
    if (demo.tins > 0) await loadDemo(deps, demo, terminal)
    const failure = await ending(stop, engine.failed)
    if (failure === undefined) return 0
    terminal.err(`${failure.message}\n`)
    return 1
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}

const greeting = (url: string, data: string): string =>
  `Suyuan 溯源 listens at ${url}\n  console   ${url}/console/\n  API       ${url}/openapi.json\n  data      ${shown(data)}\n`

/** A cluster holds more than one memory does. */
async function lineageOf(
  { data: place, lineageMemory: memory }: Settings,
  engine: Engine,
  log: (fault: unknown) => void,
): Promise<LineageIndex | undefined> {
  if (memory === 0 || (await engine.read(dialectOf, undefined)) === 'citus') return undefined
  return openLineage({ place, memory }, log)
}

function serverOf({ fetch }: ReturnType<typeof createApp>, { tls }: Settings): ServerType {
  const server = createAdaptorServer({
    fetch,
    ...(tls && { createServer }),
    serverOptions: {
      maxHeaderSize: MAX_HEADER_BYTES,
      shouldUpgradeCallback: wantsSocket,
      ...tls,
    },
  })
  answerUnreadable(server)
  return server
}

function addressOf({ tls, host }: Settings, port: number): string {
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

const shown = (data: string): string => (isDatabase(data) ? withoutPassword(data) : data)

/** A database is copied with tools of its own. */
const copiesFrom = (data: string): { readonly copies?: Copying } =>
  isDatabase(data) ? {} : { copies: copiesOf(data) }

function keyOf(data: string, engine: Engine): ApiKey | Promise<ApiKey> {
  return isDatabase(data) ? sharedApiKey(engine) : apiKeyOf(data)
}

/** The key is told once: only its digest is kept. */
function keyLines(fresh: string | undefined, url: string): string {
  if (fresh === undefined) return ''
  return `  API key   ${fresh}
            shown this once; programs send it as "Authorization: Bearer ${fresh}"
            a browser is let in by ${url}/console/?key=${fresh}\n`
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}

function listening(server: ServerType, { port, host }: Settings): Promise<AddressInfo> {
  return new Promise((resolved, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const says: Readonly<Record<string, string>> = {
        EADDRINUSE: `port ${port} is in use; stop what uses it, or give another: --port ${port + 1}`,
        EACCES: `port ${port} may not be used; give one above 1023: --port 8080`,
        EADDRNOTAVAIL: `${host} is no address of this machine; give another --host`,
      }
      const known = says[error.code ?? '']
      failed(known === undefined ? error : new Misused(known))
    })
    server.listen(port, host, () => resolved(server.address() as AddressInfo))
  })
}
