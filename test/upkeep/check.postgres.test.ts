import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { openStore } from '../../packages/server/src/store/open.ts'
import { check, type Checked } from '../../packages/server/src/upkeep/check.ts'
import { suyuan } from '../cli/suyuan.ts'
import { event, keep } from '../store/events.ts'
import { onPostgres } from '../store/postgres.ts'
import { appOver } from '../store/written-by/asked.ts'
import { made, sound } from './sound.ts'

const THING = `(select max(position) from event_index where cardinality(mentions) > 1)`

type Damage = readonly [change: string, rule: string, says: RegExp]

/** Of the log itself: named, and left as it is. */
const LOST: Readonly<Record<string, Damage>> = {
  'the event hash of an event': [
    `update event set hash = decode(repeat('00', 32), 'hex') where position = 17`,
    'event-damaged',
    /event 17 \(.+\) is not as it was captured: its event hash is kept as ni:\/\/\/sha-256;0000/,
  ],
  'a block of texts': [
    `update body set data = overlay(data placing '\\x00' from 60) where block = (select block from event where position = 17)`,
    'event-damaged',
    /event 17 \(.+\) is not as it was captured: the text of event \d+ and of those kept with it is damaged/,
  ],
  'the time an event was recorded': [
    `update event set record_time = 5 where position = 17`,
    'record-time-falls',
    /event 17 was recorded before event 16/,
  ],
  'events that are gone': [
    `delete from event where position in (20, 21)`,
    'event-missing',
    /events 20 to 21 are missing from the log/,
  ],
  'master data': [
    `update master_data set body = '{' where number = 1`,
    'master-data-damaged',
    /master data 1 \(.+\) is not JSON any more/,
  ],
}

/** Of what is read out of the log: named, and rebuilt. */
const REBUILT: Readonly<Record<string, Damage>> = {
  'a row of the index is gone': [
    `delete from event_index where position = 30`,
    'index-misses',
    /the index over event names does not find event 30 \(.+\) under 1 of its 1 entries/,
  ],
  'a thing is gone from the index': [
    `update event_index set mentions = mentions[2:] where position = ${THING}`,
    'index-misses',
    /the index over what events name does not find event \d+ \(.+\) under 1 of its \d+ entries/,
  ],
  'a thing was put into the index': [
    `update event_index set mentions = mentions || 42::bigint where position = 30`,
    'index-invents',
    /the index over what events name leads to event 30 \(.+\) from 1 entries that it does not have/,
  ],
  'a row of the index is there twice': [
    `insert into event_index select * from event_index where position = 30`,
    'index-invents',
    /the index over event names leads to event 30/,
  ],
  'a row of the index leads out of the log': [
    `insert into event_index select 99999, identity, mentions from event_index where position = 30`,
    'index-stray',
    /event_index points to event 99999; the log ends with \d+/,
  ],
  'PostgreSQL has not kept its own index up to date': [
    `update pg_index set indisready = false where indexrelid = 'event_index_by_mention'::regclass;
     update event_index set mentions = mentions where true;
     update pg_index set indisready = true where indexrelid = 'event_index_by_mention'::regclass`,
    'index-unsound',
    /PostgreSQL's own index over what events name in event_index does not find event \d+/,
  ],
  'a declaration is not known': [
    `delete from declared`,
    'declared-misses',
    /event \d+ declares .+ wrong, and declared does not say so/,
  ],
  'a declaration was invented': [
    `insert into declared (identity, position) values ('urn:x:1', 3)`,
    'declared-invents',
    /declared says that event 3 declares urn:x:1 wrong; it does not/,
  ],
  'a lot was counted wrong': [
    `update catalogue_lot set items = items + 1 where lot = (select min(lot) from catalogue_lot)`,
    'catalogue-differs',
    /catalogue_lot: .+ is kept as .+, the log gives/,
  ],
  'a follower stands nowhere': [
    `update follower set position = 99999`,
    'follower-place',
    /the follower catalogue stands at 99999; the log ends with/,
  ],
}

async function say(url: string, text: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

const AWAY = /^the database went away meanwhile; when it is back, run the same again\n$/m

const checked = (place: string, repair = false): Promise<Checked> =>
  check(place, { told: () => {}, repair })

await onPostgres('suyuan check on PostgreSQL', (postgres) => {
  let template: string
  before(async () => {
    template = await postgres.fresh()
    await made
    const moved = await suyuan(['migrate', '--from', sound, '--to', template])
    assert.equal(moved.code, 0, moved.err)
  })

  /** A copy of the sound database in which this was changed behind the back of suyuan. */
  async function copied(change = ''): Promise<string> {
    const url = await postgres.fresh()
    const [name, from] = [url, template].map((one) => new URL(one).pathname.slice(1))
    const admin = new URL(url)
    admin.pathname = '/postgres'
    await say(admin.href, `drop database ${name}`)
    await say(admin.href, `create database ${name} template ${from}`)
    if (change !== '') await say(url, change)
    return url
  }

  test('a sound database is told to be sound, by --database, --data and DATABASE_URL', async () => {
    const url = await copied()
    const says = /^postgres:\/\/suyuan@.+: \d+ events, and every index agrees with them\n$/
    for (const [args, env] of [
      [['--database', url], {}],
      [['--data', url], {}],
      [[], { DATABASE_URL: url }],
      [['--database', url, '--repair'], {}],
    ] as const) {
      const ran = await suyuan(['check', ...args], { env })
      assert.deepEqual([ran.code, ran.out], [0, ''])
      assert.match(ran.err, says)
    }
  })

  for (const [what, [change, rule, says]] of Object.entries(LOST)) {
    test(`it names damage of the log: ${what}; repair leaves it`, async () => {
      const url = await copied(change)
      for (const repair of [false, true]) {
        const { problems, counts } = await checked(url, repair)
        assert.ok((counts[rule] ?? 0) > 0, JSON.stringify(counts))
        assert.match(problems.map((problem) => problem.says).join('\n'), says)
      }
    })
  }

  for (const [what, [change, rule, says]] of Object.entries(REBUILT)) {
    test(`it says so when ${what}, and repair mends it`, async () => {
      const url = await copied(change)
      const { problems, counts } = await checked(url)
      assert.ok((counts[rule] ?? 0) > 0, JSON.stringify(counts))
      assert.match(problems.map((problem) => problem.says).join('\n'), says)
      const again = await checked(url)
      assert.deepEqual(again.counts, counts, 'a check changes nothing')
      const repaired = await checked(url, true)
      assert.deepEqual(repaired.problems, [])
      assert.deepEqual(repaired.repaired, [
        'declared',
        'event_index',
        'catalogue',
        'master_element',
      ])
      assert.deepEqual((await checked(url)).problems, [])
    })
  }

  test('it tells with exit code 1 what is wrong, and how what is lost comes back', async () => {
    const url = await copied(`${LOST['events that are gone']?.[0]}; delete from declared`)
    const ran = await suyuan(['check', '--database', url])
    assert.equal(ran.code, 1)
    assert.match(ran.out, /^events 20 to 21 are missing from the log$/m)
    assert.match(
      ran.out,
      /comes back from a backup: pg_dump, or pg_basebackup .*back-up-postgresql/,
    )
    assert.match(ran.out, /rebuilt from the log: suyuan check --repair --data postgres:\/\/suyuan@/)
  })

  test('servers go on while it reads, and while it repairs, and it sees one state', async () => {
    const url = await copied()
    await using engine = await openStore(url)
    const ask = appOver(engine, () => Date.now() * 1000)
    let [writing, n] = [true, 1]
    const writer = async (): Promise<void> => {
      while (writing) {
        assert.equal((await keep(engine, [event(n++), event(n++)])).added, 2)
        assert.equal((await ask('/catalogue')).status, 200)
      }
    }
    const written = writer()
    const [first, repaired, last] = [
      await checked(url),
      await checked(url, true),
      await checked(url),
    ]
    await say(url, `delete from event_index where position = 30`)
    const mended = await checked(url, true)
    writing = false
    await written
    for (const { problems } of [first, repaired, last, mended]) assert.deepEqual(problems, [])
    assert.ok(last.events > first.events)
    assert.deepEqual((await checked(url)).problems, [])
  })

  test('a database that goes away while it is read is a sentence, and nobody is blamed', async () => {
    const url = await copied()
    let reading = true
    const away = async (): Promise<void> => {
      while (reading) {
        await say(
          url,
          `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'suyuan upkeep' and state <> 'idle' and xact_start is not null`,
        )
        await setTimeout(1)
      }
    }
    const gone = away()
    const ran = await suyuan(['check', '--database', url])
    reading = false
    await gone
    assert.deepEqual([ran.code, ran.out], [1, ''])
    assert.match(ran.err, AWAY)
  })

  test('repair waits for the captures under way; cut off meanwhile it says so, and can be run again', async () => {
    const url = await copied(`delete from event_index where position = 30`)
    const capture = new Client(url)
    await capture.connect()
    await capture.query(`select pg_advisory_lock(hashtextextended('suyuan log', 0))`)
    const repairing = suyuan(['check', '--database', url, '--repair'])
    const waiting = `select pg_terminate_backend(pid) as gone from pg_stat_activity
      where application_name = 'suyuan upkeep' and wait_event = 'advisory'`
    let gone = 0
    for (let tries = 0; gone === 0 && tries < 3000; tries++) {
      gone = (await capture.query(waiting)).rows.length
      await setTimeout(5)
    }
    assert.ok(gone > 0, 'it did not wait')
    const ran = await repairing
    assert.deepEqual([ran.code, ran.out], [1, ''])
    assert.match(ran.err, AWAY)
    await capture.end()
    assert.equal((await checked(url, true)).problems.length, 0)
  })

  test('what cannot be checked is refused with a sentence', async () => {
    const url = await copied(`update migration set sha256 = 'x' where name like '0001%'`)
    for (const [args, says] of [
      [['--database', url], /^migration 0001_log\.sql of it is not the one that this suyuan knows/],
      [['--database', await postgres.fresh()], /^this is a database, but not one of suyuan/],
      [['--database', 'mysql://x'], /^--database is to be postgres:/],
      [['--database', url, '--data', 'x'], /^give --data or --database, not both/],
      [['--database', 'postgres://u:secret@127.0.0.1:1/x'], /^no PostgreSQL answers at/],
    ] as const) {
      const ran = await suyuan(['check', ...args])
      assert.deepEqual([ran.code, ran.out], [2, ''])
      assert.match(ran.err, says)
      assert.doesNotMatch(ran.err, /secret/)
    }
  })
})
