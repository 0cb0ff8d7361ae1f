import { Away, Full } from './engine.ts'

/** What a thread says of a fault; an error that is handed from thread to thread keeps only its text. */
export type Fault = { readonly kind: 'full' | 'away' | 'damaged'; readonly says: string }

/** Primary result codes of SQLite. */
const KINDS: ReadonlyMap<number, Fault['kind']> = new Map([
  [10, 'away'], // IOERR
  [11, 'damaged'], // CORRUPT
  [13, 'full'], // FULL
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
