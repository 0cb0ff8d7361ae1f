import type { Group, Outcome, Result, Said } from '../case.ts'
import type { Report } from '../run.ts'
import { countOf, OUTCOMES, type Count } from './count.ts'
import { told } from './exchange.ts'
import { escaped } from './junit.ts'

const WORDS: Readonly<Record<Outcome, Said>> = {
  passed: { en: 'passed', zh: '通过' },
  failed: { en: 'failed', zh: '未通过' },
  'not supported': { en: 'not supported', zh: '不支持' },
  'not tried': { en: 'could not be tried', zh: '未能测试' },
}
const COLOURS: Readonly<Record<Outcome, string>> = {
  passed: '#2e7d4f',
  failed: '#b3261e',
  'not supported': '#8a8f98',
  'not tried': '#b8860b',
}
const TITLE: Said = { en: 'EPCIS 2.0 conformance', zh: 'EPCIS 2.0 一致性' }
const EXPECTED: Said = { en: 'Expected', zh: '应为' }
const CAME: Said = { en: 'Came', zh: '实为' }
const WHY: Said = { en: 'Because', zh: '原因' }
const EXCHANGES: Said = { en: 'What was sent and what came', zh: '请求与应答' }

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .25rem } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem }
.bar { display: flex; height: .8rem; border-radius: .4rem; overflow: hidden; background: #8884; margin: .35rem 0 }
.bar i { display: block }
.counts span { margin-right: 1.2rem; white-space: nowrap } .dot { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .35rem }
details { border-left: .25rem solid #8884; padding: .15rem .75rem; margin: .35rem 0 } summary { cursor: pointer }
details.failed { border-color: ${COLOURS.failed} } details.tried { border-color: ${COLOURS['not tried']} }
ul.passed { columns: 2; font-size: .85rem; padding-left: 1.2rem } @media (max-width: 40rem) { ul.passed { columns: 1 } }
pre { overflow-x: auto; white-space: pre-wrap; word-break: break-word; background: #8882; padding: .6rem; border-radius: .3rem; font-size: .8rem }
small, .clause { opacity: .75 } dt { font-weight: 600 } dd { margin: 0 0 .4rem; word-break: break-word }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .2rem .5rem .2rem 0; border-bottom: 1px solid #8883 } td.n { text-align: right }
`

const both = ({ en, zh }: Said): string =>
  en === zh ? escaped(en) : `${escaped(en)} · ${escaped(zh)}`

/** The report as one page that needs nothing else: how much holds, by group, and of what does not, why. */
export function html(report: Report): string {
  const { target, startedAt, seconds, groups, results } = report
  const of = (group: Group): readonly Result[] =>
    results.filter(({ group: name }) => name === group.name)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${both(TITLE)}: ${escaped(target)}</title><style>${STYLE}</style></head><body>
<h1>${both(TITLE)}</h1>
<p><a href="${escaped(target)}">${escaped(target)}</a><br><small>${escaped(startedAt)}, ${seconds.toFixed(1)} s, <code>suyuan conformance</code></small></p>
${bar(countOf(results))}
<table>${groups.map((group) => row(group, countOf(of(group)))).join('')}</table>
${groups.map((group) => section(group, of(group))).join('\n')}
</body></html>
`
}

function bar(count: Count): string {
  const all = Math.max(
    1,
    OUTCOMES.reduce((sum, one) => sum + count[one], 0),
  )
  const parts = OUTCOMES.filter((one) => count[one] > 0)
  const share = (one: Outcome): string => ((100 * count[one]) / all).toFixed(2)
  return `<div class="bar">${parts.map((one) => `<i style="width:${share(one)}%;background:${COLOURS[one]}"></i>`).join('')}</div>
<p class="counts">${parts.map((one) => `<span><b class="dot" style="background:${COLOURS[one]}"></b>${count[one]} ${both(WORDS[one])}</span>`).join('')}</p>`
}

function row({ name, title }: Group, count: Count): string {
  const all = OUTCOMES.reduce((sum, one) => sum + count[one], 0)
  return `<tr><td><a href="#${escaped(name)}">${both(title)}</a></td><td class="n">${count.passed} / ${all}</td></tr>`
}

function section({ name, title }: Group, results: readonly Result[]): string {
  const passed = results.filter(({ outcome }) => outcome === 'passed')
  const others = results.filter(({ outcome }) => outcome !== 'passed')
  const list =
    passed.length === 0
      ? ''
      : `<details><summary>${passed.length} ${both(WORDS.passed)}</summary><ul class="passed">${passed.map((one) => `<li>${escaped(one.says)} <span class="clause">${escaped(one.clause)}</span></li>`).join('')}</ul></details>`
  return `<h2 id="${escaped(name)}">${both(title)}</h2>
${bar(countOf(results))}
${others.map(found).join('\n')}
${list}`
}

function found({ id, clause, says, outcome, expected, came, why, exchanges }: Result): string {
  const terms: readonly (readonly [Said, string | undefined])[] = [
    [EXPECTED, expected],
    [CAME, came],
    [WHY, why],
  ]
  const said = terms.flatMap(([term, text]) =>
    text === undefined ? [] : [`<dt>${both(term)}</dt><dd>${escaped(text)}</dd>`],
  )
  const kind = outcome === 'failed' ? 'failed' : 'tried'
  const talk =
    exchanges.length === 0
      ? ''
      : `<dt>${both(EXCHANGES)}</dt><dd><pre>${escaped(told(exchanges))}</pre></dd>`
  return `<details class="${kind}"><summary><b style="color:${COLOURS[outcome]}">${both(WORDS[outcome])}</b> ${escaped(says)} <span class="clause">${escaped(clause)}</span></summary>
<dl><dt><code>${escaped(id)}</code></dt>${said.join('')}${talk}</dl></details>`
}
