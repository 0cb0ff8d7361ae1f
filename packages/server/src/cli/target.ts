import { resolve } from 'node:path'
import { openAccess } from '../access/access.ts'
import { createApp } from '../app.ts'
import { CannotOpen } from '../db/engine.ts'
import { isDatabase, openStore } from '../store/open.ts'
import { Misused, type Terminal } from './terminal.ts'

/** Options of every command that asks a server. */
export const TARGET = {
  server: { type: 'string' },
  data: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Target = AsyncDisposable & {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
}

/** A running server by its address, a data folder that none has open, or a PostgreSQL database. */
export async function targetOf(
  given: {
    readonly server?: string | undefined
    readonly data?: string | undefined
    readonly key?: string | undefined
  },
  { environment, err }: Terminal,
): Promise<Target> {
  if (given.data !== undefined) {
    return inStore(isDatabase(given.data) ? given.data : resolve(given.data), err)
  }
  const server = given.server ?? environment['SUYUAN_SERVER'] ?? 'http://127.0.0.1:8080'
  const key = given.key ?? environment['SUYUAN_KEY']
  const headers: Record<string, string> = {
    ...AS_CAPTURED,
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  return {
    ask: async (path, init = {}) => {
      try {
        return await fetch(new URL(path, server), {
          ...init,
          headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
        })
      } catch (cause) {
        throw new Misused(
          `no suyuan answers at ${server}; start one (npm start), or name another with --server URL, or a folder or database with --data`,
          { cause },
        )
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** What the command line writes to files is what was captured. */
const AS_CAPTURED = { 'gs1-epc-format': 'Never_Translates' }

async function inStore(place: string, err: Terminal['err']): Promise<Target> {
  try {
    const engine = await openStore(place)
    const app = createApp({
      engine,
      access: openAccess,
      now: () => Date.now() * 1000,
      log: (fault) => err(`${String(fault)}\n`),
    })
    return {
      ask: async (path, init = {}) =>
        app.request(path, {
          ...init,
          headers: { ...AS_CAPTURED, ...(init.headers as Record<string, string> | undefined) },
        }),
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    }
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}

/** Tells what a server refused, a line a problem. */
export async function tellRefusal(
  answer: Response,
  { err }: Terminal,
  about: string,
): Promise<void> {
  const text = await answer.text()
  try {
    const { title, problems = [] } = JSON.parse(text) as {
      readonly title: string
      readonly problems?: readonly { readonly at: string; readonly says: string }[]
    }
    err(`${about}: ${title}\n`)
    for (const { at, says } of problems) err(`  ${at === '' ? '' : `${at}: `}${says}\n`)
  } catch {
    err(`${about}: ${answer.status} ${text.slice(0, 200)}\n`)
  }
}
