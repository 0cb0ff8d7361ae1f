import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { epcsOf } from '@suyuan/core/event/epcs'

/**
 * The baseline: bare inserts with nothing read, checked or hashed in the measured time. A row an event, a row per event
 * and EPC in a B-tree on the EPC text, 1,000 events a transaction, each forced to disk.
 */
export async function bareInserts(
  folder: string,
  documents: AsyncIterable<string>,
): Promise<{ readonly events: number; readonly seconds: number }> {
  const db = new DatabaseSync(join(folder, 'bare.db'))
  db.exec(`
    pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -131072;
    create table event (position integer primary key, body text not null);
    create table event_epc (epc text not null, position integer not null, primary key (epc, position)) without rowid`)
  const insertEvent = db.prepare('insert into event (position, body) values (?, ?)')
  const insertEpc = db.prepare('insert or ignore into event_epc (epc, position) values (?, ?)')
  let position = 0
  let seconds = 0
  let waiting: { readonly body: string; readonly epcs: readonly string[] }[] = []
  const write = (): void => {
    const from = performance.now()
    db.exec('begin')
    for (const { body, epcs } of waiting) {
      position++
      insertEvent.run(position, body)
      for (const epc of epcs) insertEpc.run(epc, position)
    }
    db.exec('commit')
    seconds += (performance.now() - from) / 1000
    waiting = []
  }
  for await (const text of documents) {
    const document = JSON.parse(text) as {
      readonly epcisBody: { readonly eventList: readonly EpcisEvent[] }
    }
    for (const event of document.epcisBody.eventList) {
      waiting.push({ body: JSON.stringify(event), epcs: epcsOf(event).map(({ id }) => id) })
      if (waiting.length === 1000) write()
    }
  }
  if (waiting.length > 0) write()
  db.close()
  return { events: position, seconds }
}
