import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { openAccess } from '../packages/server/src/access/access.ts'
import { createApp } from '../packages/server/src/app.ts'
import type { Engine } from '../packages/server/src/db/engine.ts'
import { REFUSALS } from '../packages/server/src/http/problem.ts'
import { ROOT } from './console.ts'

/** Writes docs/reference/api.md from the tables that serve it; with `--check` only tells whether it is true. */
const FILE = `${ROOT}docs/reference/api.md`

type Parameter = { readonly name: string; readonly in: string; readonly description?: string }
type Operation = {
  readonly summary: string
  readonly parameters: readonly Parameter[]
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}
type OpenApi = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }

const HEAD = `# Endpoints

Made by \`npx node scripts/reference.ts\` from the code that serves them; the same is at \`/openapi.json\`. EPCIS 2.0 stands at
the root, as the standard has it. \`/trace\`, \`/where\`, \`/history\`, \`/catalogue\`, \`/search\`, \`/labels\` and \`/admin/…\` are
ours ([what a trace means](trace.md)). Beside these: \`/\` (the console to a browser, EPCIS discovery to others), \`/console/\`,
\`/01/{gtin}[/22/…][/10/{lot}][/21/{serial}]\` (the passport, HTML in Chinese or English), \`/health/live\` and \`/health/ready\`.

Identifiers are taken in any spelling: EPC URN, GS1 Digital Link on any host, any other URI. In a path, percent-encode them.
Every 4xx and 5xx is \`application/problem+json\`; \`problems\` lists each problem with its place (\`at\`), \`rule\`, and how to
mend it (\`says\`).
`

async function pageOf(): Promise<string> {
  // Nothing is asked of the engine: the document is made from the table of endpoints alone.
  const app = createApp({ engine: {} as Engine, access: openAccess, now: Date.now, log: () => {} })
  const { paths } = (await (await app.request('/openapi.json')).json()) as OpenApi
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'options' && path !== '/')
      .map(([method, operation]) => section(method, path, operation)),
  )
  const refusals = Object.entries(REFUSALS).map(
    ([name, { status, title }]) => `- ${status} \`epcisException:${name}\`: ${title}`,
  )
  return [HEAD, ...operations, '## Refusals\n', refusals.join('\n')].join('\n')
}

/** What any operation may answer is not said at each. */
const EVERYWHERE: ReadonlySet<string> = new Set(['400', '401', '403', '406', '500'])

function section(
  method: string,
  path: string,
  { summary, parameters, responses }: Operation,
): string {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const said = Map.groupBy(inQuery, ({ description }) => description ?? '')
  const lines = [...said].map(([says, alike]) => {
    const names = alike.map(({ name }) => `\`${name}\``).join(', ')
    return `- ${names}${says === '' ? '' : `: ${says}`}`
  })
  const headers = parameters.filter((parameter) => parameter.in === 'header')
  if (headers.length > 0) {
    lines.push(`- headers: ${headers.map(({ name }) => `\`${name}\``).join(', ')}`)
  }
  const answers = Object.entries(responses)
    .filter(([status]) => !EVERYWHERE.has(status))
    .map(([status, { description }]) => `- → ${status}: ${description}`)
  return [
    `## ${method.toUpperCase()} ${path}`,
    '',
    `${summary.replace(/\.?$/, '.')}`,
    '',
    ...lines,
    ...answers,
    '',
  ].join('\n')
}

function formatted(page: string): string {
  const { stdout } = spawnSync('npx', ['--no-install', 'oxfmt', `--stdin-filepath=${FILE}`], {
    cwd: ROOT,
    input: page,
    encoding: 'utf8',
  })
  return stdout
}

const page = formatted(await pageOf())
if (!process.argv.includes('--check')) writeFileSync(FILE, page)
else if (page !== readFileSync(FILE, 'utf8')) {
  process.stderr.write('docs/reference/api.md is old; run: npx node scripts/reference.ts\n')
  process.exitCode = 1
}
