import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the repository, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url))

const BUILT = `${ROOT}packages/console/dist/index.html`
const SOURCES = 'packages/{console,core}/{src/**/*,index.html,vite.config.ts}'

/** Builds the console when it never was, or when a source is newer. False when that failed. */
export function buildConsole(): boolean {
  if (isBuilt()) return true
  process.stderr.write('building the console (once) …\n')
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0
}

function isBuilt(): boolean {
  if (!existsSync(BUILT)) return false
  const at = statSync(BUILT).mtimeMs
  return globSync(SOURCES, { cwd: ROOT }).every((file) => statSync(`${ROOT}${file}`).mtimeMs <= at)
}
