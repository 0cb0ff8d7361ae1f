import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { ROOT } from './console.ts'

export type Command = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** How Node runs the product: what the first line of its program says. */
export function serving(): Command {
  const [line = ''] = readFileSync(`${ROOT}packages/server/bin/suyuan.js`, 'utf8').split('\n')
  const [settings = '', args = ''] = line.replace('#!/usr/bin/env -S ', '').split('node ')
  const pairs = settings
    .trim()
    .split(' ')
    .map((setting) => setting.split('='))
  return { args: args.split(' '), env: Object.fromEntries(pairs) }
}

/** Runs this Node with `args` at the root, hands signals on, and ends as it ends. */
export function become({ args, env }: Command): void {
  process.env['NODE_COMPILE_CACHE'] ??= `${ROOT}node_modules/.cache/suyuan`
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}
