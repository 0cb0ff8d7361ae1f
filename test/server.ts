import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serving } from '../scripts/program.ts'
import './compile-cache.ts'

export type Server = {
  readonly url: string
  readonly folder: string
  readonly process: ChildProcess
  /** All that the server wrote so far. */
  readonly output: () => string
  /** SIGTERM, unless told; the folder is gone unless it was given; resolves with the exit code. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGINT') => Promise<number | null>
  /** SIGKILL; the folder stays. */
  readonly kill: () => Promise<void>
}

export type ServerOptions = {
  /** An own one in the temporary folder unless given. */
  readonly folder?: string
  /** Tins of the demo chain; none unless given. */
  readonly demoTins?: number
  readonly args?: readonly string[]
  /** A command that the server is run under, like a tracer. */
  readonly under?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
}

/** The command line, as a program for Node. */
export const MAIN: string = fileURLToPath(
  new URL('../packages/server/src/main.ts', import.meta.url),
)

const RUN = serving()

/** A server that does not end when told to is killed, and its exit code is then null. */
const LONGEST_END_MS = 20_000

/** A real server in a process of its own, on a free port; resolves when it is ready and the demo chain is there. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'suyuan-'))
  const [program = '', ...args] = commandOf(options, folder)
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...RUN.env, ...options.environment },
  })
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const awaited = options.demoTins === undefined ? /listens at (\S+)/ : /look at it: (\S+)\/console/
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = awaited.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    void exited.then((code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  const ended = endingOf(child, exited)
  return {
    url,
    folder,
    process: child,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      const code = await ended(signal)
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
      return code
    },
    kill: async () => {
      await ended('SIGKILL')
    },
  }
}

function commandOf(
  { under = [], demoTins, args = [] }: ServerOptions,
  folder: string,
): readonly string[] {
  const demo = demoTins === undefined ? [] : ['--demo', '--demo-tins', `${demoTins}`]
  return [
    ...under,
    process.execPath,
    ...RUN.args,
    MAIN,
    'serve',
    '--port',
    '0',
    '--data',
    folder,
    ...demo,
    ...args,
  ]
}

/** A test that fails before it stops its server must not keep the whole run waiting. */
function endingOf(
  child: ChildProcess,
  exited: Promise<number | null>,
): (signal: NodeJS.Signals) => Promise<number | null> {
  setHeld(child, false)
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  void exited.then(() => process.off('exit', kill))
  return (signal) => {
    setHeld(child, true)
    child.kill(signal)
    const late = setTimeout(kill, LONGEST_END_MS)
    return exited.finally(() => clearTimeout(late))
  }
}

/** Whether this process waits for the other before it ends. */
function setHeld(child: ChildProcess, held: boolean): void {
  for (const handle of [child, child.stdout as Socket | null, child.stderr as Socket | null]) {
    if (held) handle?.ref()
    else handle?.unref()
  }
}

/** An EPCISDocument of these events. */
export function documentOf(events: readonly object[], more: object = {}): string {
  return JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-01T08:00:00Z',
    ...more,
    epcisBody: { eventList: events },
  })
}

/** Captures a document; the answer as it came. */
export function capture(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}
