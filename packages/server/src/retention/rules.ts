import type { Json } from '@suyuan/core/event/event'
import { readRules } from '@suyuan/core/retention/read-rules'
import type { Rule } from '@suyuan/core/retention/rule'

/** The rules in kept text, which was checked when it was given. */
export function rulesIn(body: string): readonly Rule[] {
  const read = readRules(JSON.parse(body) as Json)
  if (read.ok) return read.value
  throw new Error(`the kept retention rules cannot be read: ${read.problems[0]?.says}`)
}
