import { fileURLToPath } from 'node:url'
import { SUITES, type Counted, type Said, type Suite } from './suites.ts'

/** The page in English; the Chinese one stands beside it. */
export const PAGE: string = fileURLToPath(
  new URL('../../docs/reference/conformance.md', import.meta.url),
)

type Row = { readonly run: number; readonly passed: number; readonly excepted: number }
type Language = keyof Said

const HEAD: Said = {
  en: `# Conformance

[中文](conformance.zh-CN.md)

Made by \`npx node scripts/conformance.ts\` from what the tests counted; never by hand. A test fails when its row here says
otherwise. Documents and vectors are GS1's and others', read from the folder that \`SUYUAN_SHARED\` names; how
other servers do in our own suite is in its [guide](../guides/conformance.md).
`,
  zh: `# 一致性

[English](conformance.md)

由 \`npx node scripts/conformance.ts\` 根据测试计数生成，从不手写；本页某行与测试不符，该测试即失败。文档与向量属于 GS1 及其他各方，
从 \`SUYUAN_SHARED\` 所指目录读取；其他服务器在我们自己的测试集中的结果见其[指南](../guides/conformance.zh-CN.md)。
`,
}
const COLUMNS: Said = {
  en: '| what is held | cases | passed | excepted |\n| --- | --- | --- | --- |',
  zh: '| 检验内容 | 用例 | 通过 | 例外 |\n| --- | --- | --- | --- |',
}
const EXCEPTED: Said = { en: 'Excepted:', zh: '例外：' }

/** The page in a language, from all that was counted. */
export function pageOf(all: readonly Counted[], language: Language): string {
  const suites = Object.keys(SUITES) as Suite[]
  const sections = suites.flatMap((suite) => {
    const rows = all
      .filter((one) => one.suite === suite)
      .toSorted((a, b) => (a.what.en < b.what.en ? -1 : 1))
    return rows.length === 0 ? [] : [section(suite, rows, language)]
  })
  return [HEAD[language], ...sections].join('\n')
}

function section(suite: Suite, rows: readonly Counted[], language: Language): string {
  const lines = rows.map(({ what, run, passed, excepted = [] }) => {
    const argued = excepted.reduce((sum, { count }) => sum + count, 0)
    return `| ${what[language]} | ${run} | ${passed} | ${argued} |`
  })
  const why = new Set(
    rows.flatMap(({ excepted = [] }) => excepted.map((one) => `- ${one.count}: ${one[language]}`)),
  )
  return [
    `## ${suite}: ${SUITES[suite].title[language]}`,
    '',
    SUITES[suite][language],
    '',
    COLUMNS[language],
    ...lines,
    '',
    ...(why.size === 0 ? [] : [EXCEPTED[language], '', ...why, '']),
  ].join('\n')
}

/** The counts that the English page gives for a row. */
export function rowOf(page: string, suite: string, what: string): Row | undefined {
  const from = page.indexOf(`\n## ${suite}: `)
  if (from < 0) return undefined
  const end = page.indexOf('\n## ', from + 1)
  for (const line of page.slice(from, end < 0 ? undefined : end).split('\n')) {
    const [, name, run, passed, excepted] = line.split(' |').join('|').split('|')
    if (name?.trim() !== what) continue
    return { run: Number(run), passed: Number(passed), excepted: Number(excepted) }
  }
  return undefined
}
