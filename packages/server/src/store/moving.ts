import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** Whether another store is on its way into this one: till all of it has come, nobody may serve it. */
export async function isMoving(tx: Tx): Promise<boolean> {
  return (await tx.all(tx.dialect.tableNamed('moving'))).length > 0
}

/** The mark of the store that is moving in; undefined: none is. */
export async function movingMark(tx: Tx): Promise<string | undefined> {
  if (!(await isMoving(tx))) return undefined
  const [row] = await tx.all<{ mark: string }>(sql`select mark from moving`)
  return row?.mark
}

export async function beginMoving(tx: Tx, mark: string): Promise<void> {
  await tx.run(sql`create table moving (mark text not null)`)
  await tx.run(sql`insert into moving (mark) values (${mark})`)
}

export async function endMoving(tx: Tx): Promise<void> {
  await tx.run(sql`drop table moving`)
}
