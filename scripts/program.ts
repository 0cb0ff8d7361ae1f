import { spawn } from 'node:child_process'
import { ROOT } from './console.ts'

/** Runs this Node with `args` at the root, hands signals on, and ends as it ends. */
export function become(args: readonly string[]): void {
  process.env['NODE_COMPILE_CACHE'] ??= `${ROOT}node_modules/.cache/suyuan`
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}
