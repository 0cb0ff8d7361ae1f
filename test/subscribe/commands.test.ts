import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, suite, test } from 'node:test'
import { suyuan, type Ran } from '../cli/suyuan.ts'
import { startServer, type Server } from '../server.ts'
import { startReceiver } from './receiver.ts'
import { captureSeen, keepQuery, subscribe } from './serving.ts'

suite('suyuan subscriptions', () => {
  let server: Server
  before(async () => {
    const args = ['--callback-allow', 'localhost, 127.0.0.0/8', '--delivery-attempts', '1']
    server = await startServer({ args })
    await keepQuery(server.url, 'all')
  })
  after(() => server.stop())

  const run = (...args: readonly string[]): Promise<Ran> =>
    suyuan(['subscriptions', ...args, '--server', server.url])

  test('tells how each stands, sends a dead letter again, and gives one up', async () => {
    await using receiver = await startReceiver()
    receiver.answer = () => 503
    await subscribe(server.url, 'all', { dest: receiver.url, stream: true })
    const [id] = await captureSeen(server.url, ['1'])
    const waiting = async (count: number): Promise<readonly string[]> => {
      for (let tries = 0; tries < 50; tries++) {
        const { out } = await run('dead-letters')
        const lines = out.trim().split('\n').filter(Boolean)
        if (lines.length === count) return lines
      }
      return assert.fail(`not ${count} dead letters`)
    }
    const [line = ''] = await waiting(1)
    assert.match(
      line,
      /all → http:\/\/127\.0\.0\.1:\d+\/hook {2}1 event {2}given up .* after 1 times/,
    )
    assert.match((await run()).out, /stream .* 0 behind; 1 dead letters\n$/)
    const name = line.split(' ')[0]!
    const still = await run('send', name)
    assert.deepEqual([still.code, still.out.includes('answered 503')], [1, true])
    receiver.answer = () => 200
    const sent = await run('send', '--all')
    assert.deepEqual([sent.code, sent.out], [0, `${name}  taken\n`])
    assert.deepEqual(receiver.taken(), [id])
    assert.equal((await run('send', name)).code, 1)
    receiver.answer = () => 503
    await captureSeen(server.url, ['2'])
    const [other = ''] = await waiting(1)
    assert.equal((await run('drop', other.split(' ')[0]!)).code, 0)
    assert.equal((await run('dead-letters')).out, '')
    assert.deepEqual(JSON.parse((await run('dead-letters', '--json')).out), { deadLetters: [] })
  })

  for (const args of [
    ['sned'],
    ['send'],
    ['drop'],
    ['list', 'x'],
    ['drop', '--all'],
    ['send', 'a', '--all'],
  ]) {
    test(`${args.join(' ')}: not understood`, async () => {
      const { code, err } = await run(...args)
      assert.deepEqual([code, err.split('\n').length], [2, 2])
    })
  }

  for (const [option, value] of [
    ['--callback-allow', '10.0.0.0/33'],
    ['--schedule-zone', 'Asia/Atlantis'],
    ['--delivery-attempts', '0'],
  ] as const) {
    test(`serve ${option} ${value}: not understood`, async () => {
      const { code, err } = await suyuan(['serve', option, value])
      assert.deepEqual([code, err.startsWith(option)], [2, true])
    })
  }

  test('the receiver of the guide takes what is signed with its token, once, and nothing else', async () => {
    const TOKEN = 'of-the-guide'
    const child = spawn(process.execPath, ['docs/guides/webhook-receiver.mjs'], {
      env: { ...process.env, PORT: '0', TOKEN },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    while (!output.includes('listens at')) await once(child.stdout, 'data')
    const dest = /listens at (\S+)/.exec(output)?.[1] ?? ''
    assert.equal((await fetch(dest, { method: 'POST', body: '{}' })).status, 401)
    await keepQuery(server.url, 'guide', { EQ_bizStep: ['packing'] })
    const body = { dest, stream: true, signatureToken: TOKEN }
    await subscribe(server.url, 'guide', body)
    await subscribe(server.url, 'guide', body)
    await subscribe(server.url, 'guide', { ...body, signatureToken: 'another' })
    await captureSeen(server.url, ['g1'], { bizStep: 'packing' })
    while (!output.includes('urn:x:event:g1')) await once(child.stdout, 'data')
    await captureSeen(server.url, ['g2'], { bizStep: 'packing' })
    while (!output.includes('urn:x:event:g2')) await once(child.stdout, 'data')
    assert.equal(output.split('urn:x:event:g1').length, 2)
    // The one that was signed with another token is a dead letter for each.
    for (let tries = 0; tries < 50; tries++) {
      const { out } = await run('dead-letters')
      if (out.match(/answered 401/g)?.length !== 2) continue
      child.kill()
      return
    }
    child.kill()
    assert.fail('what was not signed with its token was taken')
  })
})
