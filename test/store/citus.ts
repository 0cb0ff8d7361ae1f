import { after, test } from 'node:test'
import { Client } from 'pg'
import { distribute } from '../../packages/server/src/upkeep/distribute.ts'

export type Citus = {
  /** The URL of a new, empty database that every node knows; `distributed`: with our tables spread over them. */
  readonly fresh: (how: 'plain' | 'distributed') => Promise<string>
}

/** Few, so that each test makes them soon, and each worker has several. */
const SHARDS = 8

/**
 * Runs what needs a Citus cluster: SUYUAN_TEST_CITUS_URL names a database of its coordinator with the extension and the
 * nodes, whose user may create databases and extensions on all of them. No registry has Citus, so without it is skipped.
 */
export function onCitus(name: string, run: (citus: Citus) => void): void {
  const given = process.env['SUYUAN_TEST_CITUS_URL']
  if (given === undefined) {
    test(`${name}: SUYUAN_TEST_CITUS_URL names no Citus cluster`, { skip: true })
    return
  }
  const made: string[] = []
  after(async () => {
    const nodes = await nodesOf(given)
    for (const database of made) {
      for (const node of nodes)
        await say(node, [`drop database if exists ${database} with (force)`])
    }
  })
  run({
    fresh: async (how) => {
      const database = `suyuan_${process.pid}_${made.length}`
      made.push(database)
      const url = await makeDatabase(given, database)
      if (how === 'distributed') await spread(url)
      return url
    },
  })
}

/** What `suyuan db distribute` does. */
export async function spread(url: string): Promise<void> {
  const { outcome } = await distribute(url, { shards: SHARDS, told: () => undefined })
  if (outcome !== 'done') throw new Error(`not distributed: ${outcome}`)
}

/** A database on every node, each with the extension, all known to the coordinator's. */
async function makeDatabase(given: string, database: string): Promise<string> {
  const nodes = await nodesOf(given)
  for (const node of nodes) {
    await say(node, [
      `drop database if exists ${database} with (force)`,
      `create database ${database}`,
    ])
    await say(inDatabase(node, database), ['create extension citus'])
  }
  const [coordinator = given, ...workers] = nodes
  const { hostname, port } = new URL(coordinator)
  await say(inDatabase(coordinator, database), [
    `select citus_set_coordinator_host('${hostname}', ${port})`,
    ...workers.map((worker) => {
      const at = new URL(worker)
      return `select citus_add_node('${at.hostname}', ${at.port})`
    }),
  ])
  return inDatabase(coordinator, database)
}

/** The nodes of the cluster, its coordinator first, as URLs. */
async function nodesOf(given: string): Promise<readonly string[]> {
  const rows = await say<{ nodename: string; nodeport: number }>(given, [
    `select nodename, nodeport from pg_dist_node where noderole = 'primary' order by groupid`,
  ])
  return rows.map(({ nodename, nodeport }) => {
    const url = new URL(given)
    url.host = `${nodename}:${nodeport}`
    return url.href
  })
}

function inDatabase(node: string, database: string): string {
  const url = new URL(node)
  url.pathname = `/${database}`
  return url.href
}

/** Says statements to a database one after another; resolves with the rows of the last. */
export async function say<Row extends object>(
  url: string,
  statements: readonly string[],
): Promise<readonly Row[]> {
  const client = new Client(url)
  await client.connect()
  try {
    let rows: readonly Row[] = []
    for (const statement of statements) ({ rows } = await client.query<Row>(statement))
    return rows
  } finally {
    await client.end()
  }
}
