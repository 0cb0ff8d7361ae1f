import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembering } from './memory.fixture.ts'
import { resolverRoutes } from './routes.ts'
import { LABELS, PRODUCT, STORY, told } from './story.fixture.ts'

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const ODD = told(90, 'ObjectEvent', {
  action: 'ADD',
  epcList: [`${PRODUCT}/21/A%2FB%251`],
  bizStep: 'commissioning',
})
const app = resolverRoutes(remembering([...STORY, ODD], LABELS))
const get = (path: string, headers: Record<string, string> = HTML) => app.request(path, { headers })
const text = async (path: string, headers?: Record<string, string>) =>
  (await get(path, headers)).text()

test('a made item, its lot and its product each have a page', async () => {
  for (const [path, says] of [
    ['/01/09521001008013/10/F7/21/c1', '这个编码登记过生产'],
    ['/01/09521001008013/21/c1', '这个编码登记过生产'],
    ['/01/09521001008013/10/F7', '这个批号有登记'],
    ['/01/09521001008013', '请扫描它自己的编码'],
    ['/01/09521001008013/22/2A/10/F7/21/c1', '这个编码登记过生产'],
    ['/01/09521001008013/21/c1/', '这个编码登记过生产'],
    ['/01/9521001008013/21/c1', '这个编码登记过生产'],
  ] as const) {
    const answer = await get(path)
    assert.equal(answer.status, 200, path)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html; ?charset=utf-8$/i)
    assert.match(await answer.text(), new RegExp(says), path)
  }
})

test('a serial that nobody made answers 200 with its warning, a lot that differs with another', async () => {
  const forged = await get('/01/09521001008013/10/F7/21/forged')
  assert.equal(forged.status, 200)
  assert.match(await forged.text(), /这个编码从未登记生产/)
  assert.match(await text('/01/09521001008013/10/F8/21/c1'), /登记的批号是 F7/)
})

test('a slash and a percent sign inside a serial are part of it', async () => {
  assert.match(await text('/01/09521001008013/21/A%2FB%251'), /登记过生产[\s\S]*A\/B%1/)
  assert.equal((await get('/01/09521001008013/21/A/B')).status, 400)
})

test('nothing known of a product is 404, as a page for a person and a problem for a program', async () => {
  const page = await get('/01/09521001008020/21/x')
  assert.equal(page.status, 404)
  assert.match(await page.text(), /我们没有这个编码的任何记录[\s\S]*09521001008020/)
  const problem = await get('/01/09521001008020/21/x', { accept: 'application/json' })
  assert.equal(problem.status, 404)
  assert.equal(problem.headers.get('content-type'), 'application/problem+json')
  const body = (await problem.json()) as { status: number; type: string }
  assert.deepEqual([body.status, body.type], [404, 'epcisException:NoSuchResourceException'])
})

test('a code that cannot be read is 400, every problem named at its segment', async () => {
  for (const [path, at, rule] of [
    ['/01/09521001008014', '/1', 'check-digit'],
    ['/01/0952100100801', '/1', 'check-digit'],
    ['/01/abc', '/1', 'malformed'],
    ['/01/', '/1', 'malformed'],
    ['/01/09521001008013/foo', '/2', 'malformed'],
    ['/01/09521001008013/21/c1/10/F7', '/4', 'malformed'],
    ['/01/09521001008013/10', '/3', 'malformed'],
    ['/01/09521001008013/10/%E6%89%B9', '/3', 'malformed'],
    ['/01/09521001008013/10/%zz', '/3', 'malformed'],
    ['/01/09521001008013/21/123456789012345678901', '/3', 'malformed'],
  ] as const) {
    const answer = await get(path, { accept: '*/*' })
    assert.equal(answer.status, 400, path)
    const { problems } = (await answer.json()) as { problems: { at: string; rule: string }[] }
    assert.deepEqual([problems[0]?.at, problems[0]?.rule], [at, rule], path)
    assert.match(await text(path), /这个编码读不出来/)
  }
  const two = await get('/01/09521001008014/10/', { accept: '*/*' })
  assert.equal(((await two.json()) as { problems: unknown[] }).problems.length, 2)
})

test('the page speaks the language of the address, else of the browser, else Chinese', async () => {
  const path = '/01/09521001008013/21/c1'
  for (const [query, language, lang] of [
    ['', 'zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['', 'en-GB,en;q=0.9', 'en'],
    ['', 'en;q=0.3,zh;q=0.9', 'zh-CN'],
    ['', 'fr-FR,fr;q=0.9', 'en'],
    ['', 'fr,zh;q=0.1', 'zh-CN'],
    ['', '', 'zh-CN'],
    ['', '*', 'zh-CN'],
    ['', 'zh;q=0,fr;q=0.5', 'en'],
    ['?lang=en', 'zh-CN', 'en'],
    ['?lang=zh', 'en', 'zh-CN'],
    ['?lang=xx&foo=bar', 'en', 'en'],
  ] as const) {
    const answer = await get(path + query, { ...HTML, 'accept-language': language })
    assert.equal(answer.headers.get('content-language'), lang, `${query} ${language}`)
    assert.match(await answer.text(), new RegExp(`<html lang="${lang}">`))
    assert.match(answer.headers.get('vary') ?? '', /Accept-Language/)
  }
})

test('no answer may run, load or be framed, and a page lives a minute at most', async () => {
  for (const [path, cache] of [
    ['/01/09521001008013/21/c1', 'public, max-age=60'],
    ['/01/09521001008020', 'no-store'],
    ['/01/abc', 'no-store'],
  ] as const) {
    const { headers } = await get(path)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'; style-src 'unsafe-inline'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('cache-control'), cache)
  }
})

test('HEAD answers as GET without the page', async () => {
  const answer = await app.request('/01/09521001008013/21/c1', { method: 'HEAD', headers: HTML })
  assert.equal(answer.status, 200)
  assert.equal(await answer.text(), '')
})

test('a fault of ours says nothing about the product, keeps its insides, and is told to the operator', async () => {
  const faults: Error[] = []
  const broken = resolverRoutes(
    { ...remembering(STORY, LABELS), trace: () => Promise.reject(new Error('disk /var on fire')) },
    (fault) => faults.push(fault),
  )
  const answer = await broken.request('/01/09521001008013/21/c1', { headers: HTML })
  assert.equal(answer.status, 500)
  const page = await answer.text()
  assert.match(page, /现在查不到/)
  assert.doesNotMatch(page, /disk|从未登记/)
  assert.match(faults[0]?.message ?? '', /on fire/)
})
