import type { Said } from '../suites.ts'

/** Cases of our own suite that this server does not pass, by how their names begin, and why. */
export const EXCEPTIONS: Readonly<Record<string, Said>> = {}
