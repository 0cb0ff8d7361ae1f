import { refuse } from './problem.ts'

/** How a request is judged, and what is said of it in the answer. */
export type Strictness = {
  readonly strict: boolean
  readonly applied: Readonly<Record<string, string>>
}

const HANDLING = /(?:^|[,;])\s*handling\s*=\s*"?(\w+)"?/i

/**
 * Whether what is against the standard's rules is refused or, where it can be understood, taken: as `Prefer: handling=strict` or
 * `handling=lenient` asks (RFC 7240 §4.4), else as the server is set.
 */
export function strictnessOf({ headers }: Request, standing: boolean): Strictness {
  const prefer = headers.get('prefer')
  const asked = prefer === null ? undefined : HANDLING.exec(prefer)?.[1]?.toLowerCase()
  if (asked === undefined) return { strict: standing, applied: {} }
  if (asked !== 'strict' && asked !== 'lenient') {
    const says = `${asked}: handling is strict or lenient`
    throw refuse('ValidationException', 'Prefer', 'value', says)
  }
  return {
    strict: asked === 'strict',
    applied: { 'preference-applied': `handling=${asked}` },
  }
}
