import type { Json, JsonObject } from '@suyuan/core/event/event'
import { words, type Member } from '../access/bodies.ts'

/** Evidence in a body: `{"ref", "sha256"}`; the file itself is kept where `ref` says. */
export const EVIDENCE: Member<JsonObject> = {
  says: '{"ref": where it is kept or its number, "sha256": 64 hexadecimal digits}',
  read: (value: Json) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const { ref, sha256, ...more } = value as JsonObject
    const said = words(ref ?? null)
    if (said === undefined || Object.keys(more).length > 0) return undefined
    if (sha256 === undefined) return { ref: said }
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256)) return undefined
    return { ref: said, sha256: sha256.toLowerCase() }
  },
}
