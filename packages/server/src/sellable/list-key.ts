import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto'
import type { Engine } from '../db/engine.ts'
import { LIST_KEY, settle } from '../store/setting.ts'

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

/** The key of a store: made when it is first asked for, kept in the store, and the same for all servers on it. */
export async function listKeyOf(engine: Engine): Promise<ListKey> {
  const fresh = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const pem = await engine.write(settle, { name: LIST_KEY, value: fresh.toString() })
  const key = createPrivateKey(pem)
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const published = publicKeyOf(x)
  return { published, sign: (text) => sign(null, Buffer.from(text), key).toString('base64url') }
}

function publicKeyOf(x: string): PublicKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprintOf(x), alg: 'EdDSA', use: 'sig' }
}

/** RFC 7638: the members in this order, and no others. */
export function thumbprintOf(x: string): string {
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })
  return createHash('sha256').update(members).digest('base64url')
}
