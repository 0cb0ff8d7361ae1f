import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, suite, test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'

const GUIDES = ['docs/guides/write-a-pack.md', 'docs/guides/write-a-pack.zh-CN.md']

/** The files that a guide tells to write, each a block that begins with its name. */
function filesIn(guide: string): ReadonlyMap<string, string> {
  const blocks = readFileSync(guide, 'utf8').matchAll(/```yaml\n# (\S+\.yaml)\n([\s\S]*?)```/g)
  return new Map([...blocks].map(([, name = '', text = '']) => [name, `# ${name}\n${text}`]))
}

suite('the guide to packs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-guide-'))
  after(() => rmSync(folder, { recursive: true }))

  function write(files: ReadonlyMap<string, string>): string {
    const pack = mkdtempSync(join(folder, 'pack-'))
    for (const [name, text] of files) {
      mkdirSync(dirname(join(pack, name)), { recursive: true })
      writeFileSync(join(pack, name), text)
    }
    return pack
  }

  for (const guide of GUIDES) {
    test(`${guide}: the pack that it tells to write has no fault`, async () => {
      const files = filesIn(guide)
      assert.equal(files.size, 4)
      const { code, out, err } = await suyuan(['pack', 'check', write(files)])
      assert.deepEqual([code, err], [0, ''])
      assert.match(
        out,
        /^shop-cooler 1: 1 plans, 1 forms, no fault\ncorner: cooler@1 with 2 points/,
      )
      assert.match(out, /gate nothing until confirmed: cold\n/)
    })
  }

  test('the fault that it shows is told as it says, on that line', async () => {
    const files = new Map(filesIn(GUIDES[0]!))
    const plan = files.get('plans/cooler.yaml') ?? ''
    files.set('plans/cooler.yaml', plan.replace('steps: [inspecting] }', 'steps: [inspectin] }'))
    const { code, err } = await suyuan(['pack', 'check', write(files)])
    const line =
      files
        .get('plans/cooler.yaml')!
        .split('\n')
        .findIndex((one) => one.includes('[inspectin]')) + 1
    const shown = /plans\/cooler\.yaml:\d+: (.*)/.exec(readFileSync(GUIDES[0]!, 'utf8'))
    assert.equal(code, 1)
    assert.equal(err.slice(err.indexOf('plans/')), `plans/cooler.yaml:${line}: ${shown?.[1]}\n`)
    assert.equal(shown?.[0].split(':')[1], String(line))
  })

  test('every fault is told at once, by file, line and mend', async () => {
    const files = new Map(filesIn(GUIDES[0]!))
    const change = (name: string, from: string, to: string): void => {
      const text = files.get(name) ?? ''
      assert.ok(text.includes(from), from)
      files.set(name, text.replace(from, to))
    }
    change('plans/cooler.yaml', 'places: [cooler], steps: [inspecting] }', 'places: [coler] }')
    change('plans/cooler.yaml', 'measure: smell\n', 'measure: smel\n')
    change('forms/round.yaml', '  - { measure: door, must: true }\n', '')
    change('sites/corner.yaml', '9521012000013/254', '9521012000014/254')
    const faults = async (): Promise<readonly string[]> => {
      const { code, err } = await suyuan(['pack', 'check', write(files)])
      assert.equal(code, 1)
      return err
        .trim()
        .split('\n')
        .map((line) => line.replace(/^.*\/(plans|forms|sites)\//, '$1/').replace(/:\d+:/, ''))
    }
    const told = await faults()
    const expected = [
      /^forms\/round\.yaml .*not checked without door; add a field/,
      /^plans\/cooler\.yaml .*no measure “smel”. Did you mean smell\?/,
      /^sites\/corner\.yaml .*check digit/i,
    ]
    assert.equal(told.length, expected.length, told.join('\n'))
    for (const one of expected)
      assert.ok(
        told.some((line) => one.test(line)),
        `${one}: ${told.join('\n')}`,
      )
    // What a plan with faults of its own names is looked up when it can be read.
    change('plans/cooler.yaml', 'measure: smel\n', 'measure: smell\n')
    assert.ok(
      (await faults()).some((line) =>
        /no name for places in pack.yaml “coler”. Did you mean cooler/.test(line),
      ),
    )
  })

  test('a fault in a member is told on the line of its name', async () => {
    const files = new Map(filesIn(GUIDES[0]!))
    const plan = (files.get('plans/cooler.yaml') ?? '').replace(
      'measure: smell\n',
      'measure: smel\n',
    )
    files.set('plans/cooler.yaml', plan)
    const line = plan.split('\n').findIndex((one) => one.endsWith('measure: smel')) + 1
    const { err } = await suyuan(['pack', 'check', write(files)])
    assert.match(err, new RegExp(`plans/cooler\\.yaml:${line}: The plan has no measure “smel”`))
  })

  test('what is no YAML, or no pack, says so', async () => {
    const broken = await suyuan(['pack', 'check', write(new Map([['pack.yaml', 'pack: [\n']]))])
    assert.equal(broken.code, 1)
    assert.match(broken.err, /pack\.yaml:\d+: \S/)
    const empty = await suyuan(['pack', 'check', write(new Map())])
    assert.match(empty.err, /A pack has a file pack\.yaml/)
    const nowhere = await suyuan(['pack', 'check', join(folder, 'nowhere')])
    assert.equal(nowhere.code, 2)
  })
})
