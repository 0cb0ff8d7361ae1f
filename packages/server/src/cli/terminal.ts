import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** What a command is given of the outside. */
export type Terminal = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether someone watches: progress is then one line that changes. */
  readonly isTerminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Resolves with the exit code: 0 done, 1 refused or not found, 2 not understood. */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<number>

/** The command line was not understood; the message says what to write instead. */
export class Misused extends Error {
  override readonly name = 'Misused'
}

type Read<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>
>

/** Options and words of a command line. @throws Misused naming what was not understood. */
export function read<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
): Read<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    const [says = ''] = error instanceof Error ? error.message.split('. ') : []
    throw new Misused(`${says}; add --help to see what there is`, { cause: error })
  }
}

/** A line that tells how far a long work is; on a terminal it changes, elsewhere it is written now and then. */
export function progress({ err, isTerminal }: Terminal): {
  readonly tell: (line: string) => void
  readonly end: (line: string) => void
} {
  const every = isTerminal ? 100 : 5000
  let last = Date.now()
  return {
    tell: (line) => {
      if (Date.now() - last < every) return
      last = Date.now()
      err(isTerminal ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end: (line) => err(isTerminal ? `\r\u001b[K${line}\n` : `${line}\n`),
  }
}
