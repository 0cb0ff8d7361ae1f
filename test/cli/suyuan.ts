import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import '../compile-cache.ts'

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

type RunOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Another Node than the one that runs the tests. */
  readonly node?: string
}

/** What npm links as `suyuan`. */
export const SUYUAN: string = fileURLToPath(
  new URL('../../packages/server/bin/suyuan.js', import.meta.url),
)

/** `suyuan` as a person starts it, until it ends; killed when it does not within a minute. */
export async function suyuan(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(options.node ?? process.execPath, [SUYUAN, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const [out, err, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve) => child.once('exit', resolve)),
  ])
  return { code, out: out.join(''), err: err.join('') }
}
