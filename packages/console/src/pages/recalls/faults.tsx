import type { ReactNode } from 'react'
import { Refused } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import type { Words } from '../../words.ts'

/** All that is wrong with what was given, at once. */
export function Faults({ faults }: { readonly faults: readonly string[] }): ReactNode {
  if (faults.length === 0) return null
  return (
    <ul className="faults" role="alert">
      {faults.map((fault) => (
        <li key={fault}>
          <Icon of="gap" size={16} /> {fault}
        </li>
      ))}
    </ul>
  )
}

/** What the server said, or what is not one thing alone. */
export function saysOf(error: unknown, { recall, problem }: Words): readonly string[] {
  if (!(error instanceof Refused)) return [error instanceof Error ? error.message : String(error)]
  if (error.message === 'not one thing') return error.says.map(recall.notOne)
  if (error.status === 0) return [problem.offline]
  return error.says.length > 0 ? error.says : [error.message]
}
