import { Away, Full } from './engine.ts'

/** What a thread says of a fault; an error that is handed from thread to thread keeps only its text. */
export type Fault = { readonly kind: 'full' | 'away' | 'damaged'; readonly says: string }

/** Primary result codes of SQLite. */
const KINDS: ReadonlyMap<number, Fault['kind']> = new Map([
  [5, 'away'], // BUSY
  [8, 'away'], // READONLY
  [10, 'away'], // IOERR
  [11, 'damaged'], // CORRUPT
  [13, 'full'], // FULL
  [14, 'away'], // CANTOPEN
  [26, 'damaged'], // NOTADB
])

const SAYS: Readonly<Record<Fault['kind'], string>> = {
  full: 'the disk of the data folder is full; make room, capture then goes on by itself',
  away: 'the disk of the data folder does not take or give what was asked of it',
  damaged: 'the database file is damaged; stop the server and run suyuan check --data DIR',
}

/** The fault behind an error, if it is one of the disk's. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
  const kind = KINDS.get(code)
  return kind === undefined ? undefined : { kind, says: `${SAYS[kind]} (${error.message})` }
}

/** A fault as the error that whoever asked gets. */
export function errorOf({ kind, says }: Fault): Error {
  if (kind === 'full') return new Full(says)
  return kind === 'away' ? new Away(says) : new Error(says)
}

/** What SQLite and the system say when a folder cannot be used, and what to do. */
const AT_START: readonly (readonly [says: RegExp, sentence: (folder: string) => string])[] = [
  [
    /file is not a database|disk image is malformed/,
    (folder) =>
      `${folder}/suyuan.db is damaged, or no database of suyuan; see what suyuan check --data ${folder} says, or restore a backup into a new folder`,
  ],
  [
    /database is locked/,
    (folder) => `${folder}/suyuan.db is locked by another program; end that one, then start again`,
  ],
  [
    /readonly database|unable to open database file|read-only file system|EROFS|EACCES|EPERM/i,
    (folder) =>
      `${folder} cannot be used as a data folder: it, a file in it or its disk may not be written by this user; mend its rights, or give another --data`,
  ],
  [/disk is full|ENOSPC/, (folder) => `the disk of ${folder} is full; make room, then start again`],
]

/** Why a data folder cannot be used, in a sentence. */
export function cannotUse(folder: string, cause: unknown): string {
  const says = cause instanceof Error ? cause.message : String(cause)
  const known = AT_START.find(([pattern]) => pattern.test(says))
  return known?.[1](folder) ?? `${folder} cannot be used as a data folder: ${says}`
}
