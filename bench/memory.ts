import { readdirSync, readFileSync } from 'node:fs'

/** Bytes of memory: the most that some processes and all below them had together; undefined where nobody tells. */
export type Watch = { readonly peak: () => number | undefined; readonly stop: () => void }

const EVERY_MS = 250

/**
 * Watches the memory of processes and of all that they started. Of several it is the proportional share (`Pss`), as the
 * processes of PostgreSQL have its buffers in common; of one alone the peak that Linux keeps (`VmHWM`), which misses nothing.
 */
export function watchMemory(roots: readonly number[]): Watch {
  let peak = 0
  const look = (): void => {
    const all = familyOf(roots)
    const [only] = all
    const now = only !== undefined && all.length === 1 ? hwmOf(only) : sum(all.map(pssOf))
    peak = Math.max(peak, now)
  }
  const timer = setInterval(look, EVERY_MS)
  return {
    peak: () => {
      look()
      return peak === 0 ? undefined : peak
    },
    stop: () => clearInterval(timer),
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

/** The processes and their children, by who started whom. */
function familyOf(roots: readonly number[]): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of processes()) {
    const stat = textOf(`/proc/${name}/stat`)
    // the second word is the program's name, in brackets that may hold anything
    const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    parents.set(Number(name), Number(parent))
  }
  const within = (id: number): boolean =>
    roots.includes(id) || (id > 1 && within(parents.get(id) ?? 0))
  return [...parents.keys()].filter(within)
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

const pssOf = (id: number): number => kilobytes(textOf(`/proc/${id}/smaps_rollup`), 'Pss')
const hwmOf = (id: number): number => kilobytes(textOf(`/proc/${id}/status`), 'VmHWM')

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024
}

/** A process may end while it is looked at. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
