import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

type Node = { readonly nodename: string; readonly nodeport: number; readonly result: string }

/** Why the tables of this database cannot be distributed, and what to do; undefined when they can. */
export async function whyNot(tx: Tx): Promise<string | undefined> {
  const [citus] = await tx.all(sql`select 1 from pg_extension where extname = 'citus'`)
  if (citus === undefined) {
    return `the extension citus is not in this database; with shared_preload_libraries = 'citus' in postgresql.conf, \
say in this database and in the one of the same name on every worker: create extension citus`
  }
  const [here] = await tx.all<{ groupid: number }>(sql`select groupid from pg_dist_local_group`)
  if (here?.groupid !== 0) {
    return 'this is a worker of a Citus cluster; name the database of its coordinator'
  }
  const workers = await tx.all(sql`
    select 1 from pg_dist_node where isactive and noderole = 'primary' and groupid <> 0`)
  if (workers.length === 0) {
    return `this cluster has no workers; add each: select citus_add_node('worker.example', 5432)`
  }
  const nodes = await tx.all<Node>(sql`
    select nodename, nodeport, result from run_command_on_all_nodes('show max_prepared_transactions')
    join pg_dist_node using (nodeid) order by nodeid`)
  const without = nodes.filter(({ result }) => Number(result) === 0)
  if (without.length === 0) return undefined
  const names = without.map(({ nodename, nodeport }) => `${nodename}:${nodeport}`)
  return `an append commits on several machines at once or on none: set max_prepared_transactions (twice max_connections) \
in postgresql.conf and start anew: ${names.join(', ')}`
}
