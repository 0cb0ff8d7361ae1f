import { spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = `${root}packages/console/dist/index.html`

/** The console is built when it never was, or when a source is newer. */
function isBuilt(): boolean {
  if (!existsSync(built)) return false
  const at = statSync(built).mtimeMs
  const sources = globSync('packages/{console,core}/{src/**/*,index.html,vite.config.ts}', { cwd: root })
  return sources.every((file) => statSync(`${root}${file}`).mtimeMs <= at)
}

if (!isBuilt()) {
  process.stderr.write('building the console (once) …\n')
  const done = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (done.status !== 0) process.stderr.write('the console could not be built; the server runs without it\n')
}

const args = process.argv.slice(2)
const demo = args.includes('--no-demo') ? [] : ['--demo']
const server = spawn(process.execPath, [`${root}packages/server/src/main.ts`, 'serve', ...demo, ...args], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128)
})
