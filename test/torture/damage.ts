import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../server.ts'
import type { Random } from './random.ts'
import type { Scene } from './scene.ts'

/**
 * Flips a bit of the WAL. Either the server does not start, and says in a sentence that what was acknowledged is missing;
 * or the bit did not matter, and what is looked at next is whole. When it was noticed the bit is put back.
 */
export async function damageLog({ store, random }: Scene): Promise<string> {
  const file = join(store.place, 'suyuan.db-wal')
  if (!existsSync(file) || statSync(file).size === 0) return 'there was no log'
  const putBack = flip(file, random)
  try {
    const server = await startServer({ folder: store.place, environment: store.environment })
    await server.kill()
    return 'a bit flipped that did not matter'
  } catch (error) {
    if (!NOTICED.test(String(error))) throw error
    putBack()
    return 'a flipped bit noticed'
  }
}

const NOTICED = /the server ended with 2: .* has lost the last \d+ writes that were acknowledged: /

/** What puts it back is returned. */
export function flip(file: string, random: Random): () => void {
  const bytes = readFileSync(file)
  const at = random.between(0, bytes.length)
  const before = bytes[at] ?? 0
  bytes[at] = before ^ (1 << random.between(0, 8))
  writeFileSync(file, bytes)
  return () => {
    bytes[at] = before
    writeFileSync(file, bytes)
  }
}
