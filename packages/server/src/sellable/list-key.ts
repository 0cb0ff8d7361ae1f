import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../db/engine.ts'
import { folderOf } from '../store/open.ts'
import { LIST_KEY, LIST_KEY_FILE, settle } from '../store/setting.ts'

/** An Ed25519 public key (RFC 8037); `kid` is its RFC 7638 thumbprint. */
export type PublicKey = {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

export type ListKey = {
  readonly published: PublicKey
  /** Base64url of Ed25519 over the UTF-8 bytes of a text. */
  readonly sign: (text: string) => string
}

/** The key of a store: made when it is first asked for; in a data folder a file, in a database the same for all servers on it. */
export async function listKeyOf(engine: Engine): Promise<ListKey> {
  const fresh = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const folder = await engine.read(folderOf, undefined)
  const pem =
    folder === undefined
      ? await engine.write(settle, { name: LIST_KEY, value: fresh.toString() })
      : keptIn(folder, fresh.toString())
  const key = createPrivateKey(pem)
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const published = publicKeyOf(x)
  return { published, sign: (text) => sign(null, Buffer.from(text), key).toString('base64url') }
}

/** One process at a time has a folder open; whole or not at all, for it may end at any moment. */
function keptIn(folder: string, fresh: string): string {
  const file = join(folder, LIST_KEY_FILE)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  writeFileSync(`${file}.new`, fresh, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return fresh
}

function publicKeyOf(x: string): PublicKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprintOf(x), alg: 'EdDSA', use: 'sig' }
}

/** RFC 7638: the members in this order, and no others. */
export function thumbprintOf(x: string): string {
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })
  return createHash('sha256').update(members).digest('base64url')
}
