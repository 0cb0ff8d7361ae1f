import type { Dialect } from './dialect.ts'
import type { Sql, Value } from './sql.ts'

/** One open transaction on one connection. */
export interface Tx {
  /** All rows of a statement. */
  all<Row>(statement: Sql): Promise<readonly Row[]>
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>
  /** Inserts many rows the fastest way the engine has. */
  insert(table: string, columns: readonly string[], rows: Iterable<readonly Value[]>): Promise<void>
  /**
   * Waits until no other transaction holds this name, and holds it until this one ends. What is read after it is what
   * the one before left. The embedded engine has one writer and waits for nobody.
   */
  lock(name: string): Promise<void>
  readonly dialect: Dialect
  /** One object for as long as the engine is open and this thread lives: what derived, immutable data may be cached under. */
  readonly scope: object
}

/**
 * A use case against a transaction, named so that an engine can run it where its connection lives: the embedded
 * engine in a thread of its own, PostgreSQL where it is called. Argument and result must survive a structured clone.
 */
export type Work<Argument, Result> = {
  readonly run: (tx: Tx, argument: Argument) => Promise<Result>
  /** `import.meta.url` of the module that exports `run` under `name`. */
  readonly module: string
  readonly name: string
}

/** All the server asks of a database. */
export interface Engine extends AsyncDisposable {
  /** Runs in a transaction that sees one state of the database and writes nothing. */
  read<A, R>(work: Work<A, R>, argument: A): Promise<R>
  /**
   * Runs in a transaction of its own; resolves when what it wrote is on disk (fsynced). A {@link Undo} thrown inside
   * writes nothing and resolves with its result; any other error writes nothing and rejects.
   */
  write<A, R>(work: Work<A, R>, argument: A): Promise<R>
  /** How often data was forced to disk for {@link write} since the engine was opened; many writes may share one. */
  syncs(): Promise<number>
  /**
   * Aborted, with an Error as its reason, when no more can be kept until the process has begun anew: then nothing that
   * was not acknowledged may be taken for kept. Whoever runs the engine ends.
   */
  readonly failed?: AbortSignal
}

/** Thrown by a write to leave nothing behind and still answer. */
export class Undo<R> extends Error {
  readonly result: R

  constructor(result: R) {
    super('the write was taken back')
    this.name = 'Undo'
    this.result = result
  }
}

/**
 * The database does not answer now, and may soon again. A write that meets this may have been kept or not: whoever
 * asked sends it again, and what was kept is not kept twice.
 */
export class Away extends Error {
  override readonly name = 'Away'
}

/** The disk of the database is full. Nothing of the write was kept; it succeeds when there is room again. */
export class Full extends Error {
  override readonly name = 'Full'
}

/** Someone else holds this database, or it cannot be opened; the message says which and what to do. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}
