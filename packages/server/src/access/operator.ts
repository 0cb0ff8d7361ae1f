import { refuse } from '../http/problem.ts'
import type { Viewer } from '../store/viewer.ts'

/** @throws Refused (SecurityException) when this is not the operator, who sees all. */
export function operatorOnly(viewer: Viewer): void {
  if (viewer.sees === 'everything') return
  throw refuse('SecurityException', 'Authorization', 'operator', 'this is for the operator')
}
