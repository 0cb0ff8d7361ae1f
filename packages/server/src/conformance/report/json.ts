import type { Report } from '../run.ts'
import { countOf } from './count.ts'

/** The report as JSON, as docs/guides/conformance.md describes it. */
export function json({ groups, results, ...about }: Report): string {
  const document = {
    suite: 'suyuan conformance',
    ...about,
    counts: countOf(results),
    groups: groups.map(({ name, title }) => ({
      name,
      title,
      counts: countOf(results.filter(({ group }) => group === name)),
    })),
    results,
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
