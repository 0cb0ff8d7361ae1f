import type { Result } from '../case.ts'
import type { Report } from '../run.ts'
import { countOf, findingOf } from './count.ts'
import { told } from './exchange.ts'

/** What XML 1.0 cannot hold, whatever it is escaped as. */
// oxlint-disable-next-line no-control-regex
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for XML and HTML, in elements and attributes. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(UNSPEAKABLE, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** The report as JUnit XML: a suite a group, a case a case; what is not supported or could not be tried is skipped. */
export function junit(report: Report): string {
  const { failed } = countOf(report.results)
  const suites = report.groups.map(({ name, title }) => {
    const results = report.results.filter(({ group }) => group === name)
    const count = countOf(results)
    const skipped = count['not supported'] + count['not tried']
    const seconds = results.reduce((sum, one) => sum + one.seconds, 0)
    return `  <testsuite name="${escaped(title.en)}" tests="${results.length}" failures="${count.failed}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}" timestamp="${report.startedAt.slice(0, 19)}" hostname="${escaped(new URL(report.target).host)}">
${results.map(testcase).join('\n')}
  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="suyuan conformance" tests="${report.results.length}" failures="${failed}" errors="0" time="${report.seconds.toFixed(3)}">
${suites.join('\n')}
</testsuites>
`
}

function testcase(result: Result): string {
  const { group, id, clause, says, seconds, outcome } = result
  const open = `    <testcase classname="${escaped(group)}" name="${escaped(`${id}: ${says} (${clause})`)}" time="${seconds.toFixed(3)}"`
  if (outcome === 'passed') return `${open}/>`
  const finding = escaped(findingOf(result))
  const inside =
    outcome === 'failed'
      ? `<failure type="${escaped(clause)}" message="${finding}">${escaped(told(result.exchanges))}</failure>`
      : `<skipped message="${escaped(outcome)}: ${finding}"/>`
  return `${open}>\n      ${inside}\n    </testcase>`
}
