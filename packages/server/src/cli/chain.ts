import { resolve } from 'node:path'
import { writeChain } from '../chain/write.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan chain --out DIR [--seed 7] [--tins 6000] [--json]

  Writes a demonstration dairy chain, from forage seed to shop: EPCIS 2.0 documents, master data,
  and its ground truth (docs/reference/demo-chain.md). The same seed gives the same files.
`

/** `suyuan chain` */
export const chain: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    seed: { type: 'string' },
    tins: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (values.out === undefined || positionals.length > 0)
    throw new Misused('name a folder: suyuan chain --out DIR')
  const seed = number('seed', values.seed ?? '7', 0)
  const tins = number('tins', values.tins ?? '6000', 1)
  const line = progress(terminal)
  const summary = await writeChain({
    seed,
    tins,
    out: resolve(values.out),
    progress: (done) => line.tell(`${done.tins} of ${tins} tins, ${done.events} events`),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error
    throw new Misused(`${values.out} cannot be written: ${error.message}`, { cause: error })
  })
  line.end(`written to ${values.out}`)
  terminal.out(`${JSON.stringify(summary, null, values.json === true ? 0 : 2)}\n`)
  return 0
}

function number(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d{1,9}$/.test(text) || value < least) {
    throw new Misused(`--${name} ${text}: a whole number from ${least} to 999999999`)
  }
  return value
}
