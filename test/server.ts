import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import './compile-cache.ts'

export type Server = {
  readonly url: string
  readonly folder: string
  readonly process: ChildProcess
  /** All that the server wrote so far. */
  readonly output: () => string
  /** SIGTERM, and the folder is gone unless it was given; resolves with the exit code. */
  readonly stop: () => Promise<number | null>
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
}

const MAIN = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url))

/** A real server in a process of its own, on a free port; resolves when it is ready and the demo chain is there. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'suyuan-'))
  const demo =
    options.demoTins === undefined ? [] : ['--demo', '--demo-tins', `${options.demoTins}`]
  const command = [
    ...(options.under ?? []),
    process.execPath,
    MAIN,
    'serve',
    '--port',
    '0',
    '--data',
    folder,
    ...demo,
    ...(options.args ?? []),
  ]
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const awaited = demo.length > 0 ? /look at it: (\S+)\/console/ : /listens at (\S+)/
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
  // A test that fails before it stops its server must not keep the whole run waiting.
  setHeld(child, false)
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  void exited.then(() => process.off('exit', kill))
  const ended = (signal: NodeJS.Signals): Promise<number | null> => {
    setHeld(child, true)
    child.kill(signal)
    return exited
  }
  return {
    url,
    folder,
    process: child,
    output: () => output,
    stop: async () => {
      const code = await ended('SIGTERM')
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
      return code
    },
    kill: async () => {
      await ended('SIGKILL')
    },
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
