import { CannotOpen } from './engine.ts'

/** The oldest PostgreSQL we run on. */
export const VERSION = 15

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/**
 * Serialization failure, deadlock, a table that was put in place of another since the transaction began: the same again
 * may well succeed.
 */
export function isTransient(error: unknown): boolean {
  return ['40001', '40P01', '42P01'].includes(codeOf(error))
}

/** The disk of the database takes no more (class 53, disk_full). */
export const isFull = (error: unknown): boolean => codeOf(error) === '53100'

const AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '58030',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
])

/** The connection is gone, or none can be had: class 08, shutdowns, and what the socket and the pool say. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code.startsWith('08') ||
    AWAY.has(code) ||
    (error instanceof Error &&
      /^(Connection terminated|timeout exceeded|Client (was closed|has encountered a connection))/.test(
        error.message,
      ))
  )
}

/** Why PostgreSQL could not be opened, and what to do; nothing of the URL's password in it. */
export function cannotOpen(error: unknown, url: string): CannotOpen {
  const { host, database, user } = partsOf(url)
  const says = error instanceof Error && error.message !== '' ? error.message : codeOf(error)
  const known: Readonly<Record<string, string>> = {
    '28P01': `PostgreSQL at ${host} refuses the password of ${user}; mend DATABASE_URL`,
    '28000': `PostgreSQL at ${host} lets ${user} not in (${says}); mend DATABASE_URL or its pg_hba.conf`,
    '3D000': `PostgreSQL at ${host} has no database ${database}; make it: createdb ${database}`,
    '42501': `${user} may not make tables in ${database} (${says}); grant it: grant create on schema public to ${user}`,
    '25006': `PostgreSQL at ${host} takes no writes (a standby?); name the one that does in DATABASE_URL`,
    '53100': `the disk of PostgreSQL at ${host} is full; make room, then start again`,
    '53300': `PostgreSQL at ${host} takes no more connections; raise its max_connections or stop another client`,
    '57P03': `PostgreSQL at ${host} is starting or stopping; try again in a moment`,
    ENOTFOUND: `no machine is called ${host}; mend DATABASE_URL`,
    ECONNREFUSED: `no PostgreSQL answers at ${host}; start it, or mend DATABASE_URL`,
    ENOENT: `no PostgreSQL answers at ${host}; start it, or mend DATABASE_URL`,
  }
  const sentence = known[codeOf(error)] ?? `PostgreSQL at ${host} cannot be used: ${says}`
  return new CannotOpen(sentence, { cause: error })
}

/** A database's URL as it may be shown: without the password. */
export function withoutPassword(url: string): string {
  const { host, database, user } = partsOf(url)
  return `postgres://${user}@${host}/${database}`
}

function partsOf(url: string): {
  readonly host: string
  readonly database: string
  readonly user: string
} {
  const nowhere = { host: '?', database: '?', user: '?' }
  if (!URL.canParse(url)) return nowhere
  const { host, pathname, username, searchParams } = new URL(url)
  const user = decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1))
  return {
    host: searchParams.get('host') ?? host,
    database: database === '' ? user : database,
    user,
  }
}
