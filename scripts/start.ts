import { buildConsole } from './console.ts'
import { become, serving } from './program.ts'

/** `npm start`: the console built if it is not, then the server with the demo chain (without: `--no-demo`). */
if (!buildConsole()) {
  process.stderr.write('the console could not be built; the server runs without it\n')
}

const args = process.argv.slice(2)
const demo = args.includes('--no-demo') ? [] : ['--demo']
const { args: settings, env } = serving()
become({ args: [...settings, 'packages/server/src/main.ts', 'serve', ...demo, ...args], env })
