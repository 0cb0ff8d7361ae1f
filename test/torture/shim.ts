import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Random } from './random.ts'

/** What powercut.c lets fail. */
const FAULTS = { nothing: 0, full: 1, writes: 2, syncs: 3 } as const

/** A disk under one folder that can fail, fill up, and lose what was not forced to it. */
export type Disk = {
  /** What a process is started with so that its writes in the folder go through here. */
  readonly environment: NodeJS.ProcessEnv
  readonly fail: (what: keyof typeof FAULTS) => void
  /** Makes each sync take so many milliseconds longer: the longer, the more waits for one when harm is done. */
  readonly slow: (milliseconds: number) => void
  /**
   * A power cut, when no process is left: of all that was written since the last sync nothing stays, or by `random`
   * some of it, sector by sector. Says how much.
   */
  readonly cut: (random?: Random) => string
  /** Cuts the WAL of SQLite off behind what was forced to disk, or overwrites some of that with noise. */
  readonly tear: (random: Random) => string
}

const SOURCE = fileURLToPath(new URL('./powercut.c', import.meta.url))

/** The shim as a library, or why there is none. */
export function buildShim(): { readonly library: string } | { readonly none: string } {
  if (process.platform !== 'linux') return { none: 'powercut.c is for Linux' }
  const library = join(mkdtempSync(join(tmpdir(), 'suyuan-shim-')), 'powercut.so')
  process.once('exit', () => rmSync(join(library, '..'), { recursive: true, force: true }))
  chmodSync(join(library, '..'), 0o755)
  const made = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-lpthread'], {
    encoding: 'utf8',
  })
  if (made.status === 0) return { library }
  return { none: `no C compiler for test/torture/powercut.c: ${made.stderr ?? 'cc is missing'}` }
}

/** `beside` holds the notes of the shim; `user` is who writes in `folder`, unless we do. */
export function diskOver(
  library: string,
  { folder, beside, user }: { folder: string; beside: string; user?: number | undefined },
): Disk {
  const undo = join(beside, 'undo')
  const control = join(beside, 'fault')
  mkdirSync(undo, { recursive: true })
  writeFileSync(control, Buffer.alloc(4096))
  if (user !== undefined) chownSync(undo, user, user)
  const places = (): readonly Unsynced[] => unsyncedIn(folder, undo)
  return {
    environment: {
      LD_PRELOAD: library,
      POWERCUT_FOLDER: folder,
      POWERCUT_UNDO: undo,
      POWERCUT_FAULT: control,
    },
    fail: (what) => set(control, 0, FAULTS[what]),
    slow: (milliseconds) => set(control, 1, milliseconds),
    cut: (random) => said(places().map((place) => takeAway(place, random))),
    tear: (random) => {
      const logs = places().filter(({ file }) => file.endsWith('-wal'))
      return said(logs.map((place) => tear(place, random)))
    },
  }
}

function set(control: string, at: number, byte: number): void {
  const handle = openSync(control, 'r+')
  writeSync(handle, Buffer.from([byte]), 0, 1, at)
  closeSync(handle)
}

const said = (bytes: readonly number[]): string =>
  `${bytes.reduce((sum, n) => sum + n, 0)} unsynced bytes in ${bytes.length} files`

type Note = { readonly offset: number; readonly old: Buffer; readonly length: number }

/** A file with what was noted before each write since its last sync, oldest first. */
type Unsynced = { readonly file: string; readonly notes: readonly Note[]; readonly log: string }

function unsyncedIn(folder: string, undo: string): readonly Unsynced[] {
  const files = new Map<string, string>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    if (existsSync(file)) files.set(String(statSync(file).ino), file)
  }
  return readdirSync(undo).flatMap((inode) => {
    const file = files.get(inode)
    const log = join(undo, inode)
    return file === undefined ? [] : [{ file, notes: notesIn(readFileSync(log)), log }]
  })
}

function notesIn(log: Buffer): readonly Note[] {
  const notes: Note[] = []
  let at = 0
  while (at + 24 <= log.length) {
    const [offset = 0, count = 0, length = 0] = [0, 8, 16].map((i) =>
      Number(log.readBigUInt64LE(at + i)),
    )
    // The last may be cut off: its writer was killed before it wrote anything.
    if (at + 24 + count > log.length) break
    notes.push({ offset, old: log.subarray(at + 24, at + 24 + count), length })
    at += 24 + count
  }
  return notes
}

const SECTOR = 512

/** Puts the old bytes back, newest first; by `random` some sectors, and the length, stay as they were written. */
function takeAway({ file, notes, log }: Unsynced, random: Random | undefined): number {
  const handle = openSync(file, 'r+')
  try {
    const written = readFileSync(file)
    for (const { offset, old, length } of notes.toReversed()) {
      writeSync(handle, old, 0, old.length, offset)
      ftruncateSync(handle, length)
    }
    const before = readFileSync(file)
    if (random !== undefined) keepSome(handle, { written, before, random })
    rmSync(log)
    return differing(written, before)
  } finally {
    closeSync(handle)
  }
}

function differing(written: Buffer, before: Buffer): number {
  let bytes = Math.abs(written.length - before.length)
  for (let at = 0; at < Math.min(written.length, before.length); at += SECTOR) {
    if (!written.subarray(at, at + SECTOR).equals(before.subarray(at, at + SECTOR))) bytes += SECTOR
  }
  return bytes
}

/** Blocks of 4 kB reach a disk in any order; one of them is torn between two sectors. */
function keepSome(
  handle: number,
  { written, before, random }: { written: Buffer; before: Buffer; random: Random },
): void {
  const kept = random.between(0, 100)
  const grows = written.length > before.length
  if (grows && random.between(0, 100) < kept) ftruncateSync(handle, written.length)
  for (let at = 0; at < written.length; at += 4096) {
    const block = written.subarray(at, at + 4096)
    if (block.equals(before.subarray(at, at + 4096)) || random.between(0, 100) >= kept) continue
    const torn = random.between(0, 10) === 0
    const count = torn ? random.between(0, 8) * SECTOR : 4096
    writeSync(handle, block, 0, Math.min(count, block.length), at)
  }
}

function tear({ file, notes, log }: Unsynced, random: Random): number {
  const handle = openSync(file, 'r+')
  try {
    const size = statSync(file).size
    const synced = Math.min(size, ...notes.map(({ offset }) => offset))
    if (size > synced) harm(handle, { from: random.between(synced, size), size, random })
    rmSync(log)
    return size - synced
  } finally {
    closeSync(handle)
  }
}

function harm(handle: number, { from, size, random }: Torn): void {
  if (random.pick([true, false])) return ftruncateSync(handle, from)
  const noise = Buffer.alloc(Math.min(size - from, random.between(1, 20_000)))
  readSync(handle, noise, 0, noise.length, from)
  for (let i = 0; i < noise.length; i++) noise[i] = random.between(0, 256)
  writeSync(handle, noise, 0, noise.length, from)
}

type Torn = { readonly from: number; readonly size: number; readonly random: Random }
