import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Notice, RecallCase } from '@suyuan/core/recall/case'
import { ROOT } from './console.ts'
import { serving } from './program.ts'

/**
 * Records a recall drill from end to end, through the API and the command line, on the demo chain: `npx node scripts/drill.ts [DIR]`
 * (docs/drill unless told). With DATABASE_URL, of an empty PostgreSQL database, there; else in a folder that is gone afterwards.
 */
const OUT = process.argv[2] ?? `${ROOT}docs/drill`
const TINS = '1000'
const RUN = serving()
const MAIN = `${ROOT}packages/server/src/main.ts`
const LEADER = '王质量'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-drill-'))
const database = process.env['DATABASE_URL']
const server = spawn(
  process.execPath,
  [
    ...RUN.args,
    MAIN,
    'serve',
    '--demo',
    '--demo-tins',
    TINS,
    '--port',
    '0',
    '--no-auth',
    ...(database === undefined ? ['--data', folder] : []),
  ],
  { cwd: ROOT, env: { ...process.env, ...RUN.env }, stdio: ['ignore', 'pipe', 'inherit'] },
)
const lines: string[] = []

try {
  mkdirSync(OUT, { recursive: true })
  await drill(await listening())
  writeFileSync(join(OUT, 'transcript.md'), `${lines.join('\n')}\n`)
} finally {
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  rmSync(folder, { recursive: true })
}

async function listening(): Promise<string> {
  let said = ''
  for await (const chunk of server.stdout) {
    said += String(chunk)
    const url = /look at it: (\S+?)\/console/.exec(said)?.[1]
    if (url !== undefined) {
      server.stdout.resume()
      return url
    }
  }
  throw new Error(`the server ended: ${said}`)
}

async function drill(url: string): Promise<void> {
  title()
  const suspect = await suspectOf(url)
  step('可疑对象：一个植物油批次', 'The suspect: a lot of vegetable oil')
  await cli(url, 'where', suspect)
  step('立案并追溯', 'The case is opened, and traced')
  const body = {
    suspects: [suspect],
    reason: '植物油批次复检不合格（演练） / oil lot failed its second test (drill)',
    level: 1,
    knownAt: new Date(Date.now() - 600_000).toISOString(),
    drill: true,
    by: LEADER,
  }
  const recall = await post<RecallCase>(
    url,
    '/recalls',
    body,
    ({ id, state, affected, timings, deadlines }) => ({
      id,
      state,
      affected,
      timings,
      deadlines: deadlines.map(({ kind, due, state: now, sure }) => ({
        kind,
        due,
        state: now,
        sure,
      })),
    }),
  )
  const path = `/recalls/${recall.id}`
  step('通知每个持有方', 'Every holder is notified')
  const { notices } = await post<{ notices: readonly Notice[] }>(
    url,
    `${path}/notices`,
    { by: LEADER },
    (told) =>
      told.notices.map(({ notice, holder, items, lots }) => ({
        notice,
        holder,
        items,
        lots: lots.length,
      })),
  )
  await told(url, path, notices)
  await files(url, recall, suspect)
}

/** What holders answer, how the case stands then, and its end. */
async function told(url: string, path: string, notices: readonly Notice[]): Promise<void> {
  step('持有方确认并回报', 'Holders acknowledge, and count')
  for (const [at, one] of notices.entries())
    await answered(url, path, one, at === notices.length - 1)
  step('现状', 'As it stands')
  const now = (await (await fetch(`${url}${path}`)).json()) as RecallCase
  const { affected, found, missing, foundShare, settledShare } = now.effectiveness
  show({ affected, found, missing, foundShare, settledShare, alarms: now.alarms })
  step('结案', 'The case is closed')
  await post<RecallCase>(
    url,
    `${path}/close`,
    { reason: '演练完成 / the drill is done', by: LEADER },
    ({ state, effectiveness }) => ({ state, foundShare: effectiveness.foundShare }),
  )
}

async function files(url: string, recall: RecallCase, suspect: string): Promise<void> {
  const path = `/recalls/${recall.id}`
  step('文件', 'Files')
  const [holder] = recall.holders
  const whose = new URLSearchParams({ holder: holder?.holder ?? '' })
  for (const [name, from] of [
    ['report.zh.pdf', `${path}/report.pdf?lang=zh`],
    ['report.en.pdf', `${path}/report.pdf?lang=en`],
    ['report.xlsx', `${path}/report.xlsx?lang=zh`],
    ['notice.zh.pdf', `${path}/notice.pdf?lang=zh&${whose}`],
    ['notice.en.pdf', `${path}/notice.pdf?lang=en&${whose}`],
    ['items.xlsx', `${path}/items.xlsx?lang=zh`],
  ] as const) {
    await saved(url, name, from)
  }
  const file = join(OUT, 'fsma-204.xlsx')
  rmSync(file, { force: true })
  await cli(url, 'export-file', 'fsma-204', suspect, '--out', file)
}

function title(): void {
  const on = database === undefined ? 'SQLite' : 'PostgreSQL'
  tell(`# 召回演练记录 · A recall drill, recorded\n`)
  tell(`由 \`npx node scripts/drill.ts\` 生成：演示链 ${TINS} 罐，${on}。数据均为虚构。`)
  tell(
    `Made by \`npx node scripts/drill.ts\`: the demo chain of ${TINS} tins, on ${on}. All data are invented.`,
  )
}

/** The first lot of oil that a tin was made from. */
async function suspectOf(url: string): Promise<string> {
  const events = await (
    await fetch(`${url}/events?EQ_bizStep=commissioning&eventType=TransformationEvent&perPage=1`)
  ).text()
  const tin = /https:\/\/id\.gs1\.org\/01\/\d{14}\/21\/\w+/.exec(events)?.[0] ?? ''
  const question = new URLSearchParams({ of: tin, direction: 'backward', links: 'none' })
  const { things } = (await (await fetch(`${url}/trace?${question}`)).json()) as {
    readonly things: readonly { readonly id: string }[]
  }
  const found = things.find(({ id }) => /\/10\/VO/.test(id))
  if (found === undefined) throw new Error('the demo chain has no lot of oil')
  return found.id
}

/** All is found, but of the last holder one item is not. */
async function answered(url: string, path: string, one: Notice, last: boolean): Promise<void> {
  const by = one.name?.zh ?? one.holder
  const evidence = { ref: `回执 ${one.notice}` }
  await post(url, `${path}/notices/${one.notice}/acknowledgement`, { by, evidence })
  for (const [at, { lot, items }] of one.lots.entries()) {
    const found = items - (last && at === 0 ? 1 : 0)
    const told = { holder: one.holder, ...(lot !== null && { lot }), items: found, evidence, by }
    for (const kind of ['found', 'blocked'] as const)
      await post(url, `${path}/counts`, { kind, ...told })
  }
}

async function post<T>(
  url: string,
  path: string,
  body: object,
  shown?: (answer: T) => object,
): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
  const answer = JSON.parse(text) as T
  if (shown === undefined) {
    tell(`- \`POST ${path}\` ${JSON.stringify(body)} → ${response.status}`)
    return answer
  }
  tell(`\`POST ${path}\` → ${response.status}\n`)
  show(body)
  show(shown(answer))
  return answer
}

async function saved(url: string, name: string, path: string): Promise<void> {
  const from = performance.now()
  const response = await fetch(`${url}${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  writeFileSync(join(OUT, name), bytes)
  tell(
    `- [${name}](${name}): \`GET ${decodeURIComponent(path)}\`, ${bytes.length} bytes, ${Math.round(performance.now() - from)} ms`,
  )
}

async function cli(url: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [...RUN.args, MAIN, ...args, '--server', url], {
    env: { ...process.env, ...RUN.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const said = (await child.stdout.setEncoding('utf8').toArray())
    .join('')
    .replaceAll(OUT, 'docs/drill')
  if ((await ended) !== 0) throw new Error(`suyuan ${args.join(' ')} failed`)
  const shown = args.map((arg) => arg.replace(OUT, 'docs/drill')).join(' ')
  tell(`\n\`\`\`\n$ suyuan ${shown}\n${said.trimEnd()}\n\`\`\`\n`)
}

function step(zh: string, en: string): void {
  tell(`\n## ${zh} · ${en}\n`)
}

function show(value: object): void {
  tell(`\`\`\`json\n${JSON.stringify(value, null, 1)}\n\`\`\`\n`)
}

function tell(line: string): void {
  lines.push(line)
}
