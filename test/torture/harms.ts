import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { MAIN } from '../server.ts'
import { damageLog } from './damage.ts'
import type { Load } from './load.ts'
import type { Happened, Scene } from './scene.ts'
import type { Disk } from './shim.ts'
import type { Killable, Store } from './store.ts'

export type Harm = {
  readonly engines: readonly Store['engine'][]
  /** Whether it is done by powercut.c. */
  readonly shim?: true
  /** While documents come in. */
  readonly during: (scene: Scene) => Promise<Happened>
  /** When the server is dead, and nothing runs. */
  readonly after?: (scene: Scene) => Promise<string>
}

const BOTH = ['embedded', 'postgres'] as const

/** Every kind of harm, one row each. */
export const HARMS: Readonly<Record<string, Harm>> = {
  kill: { engines: BOTH, during: killServer },
  'kills-at-start': { engines: BOTH, during: killServer, after: killAtStart },
  'power-cut': { engines: ['embedded'], shim: true, during: killSlowed, after: cut },
  'torn-wal': { engines: ['embedded'], shim: true, during: killSlowed, after: tear },
  'damaged-wal': { engines: ['embedded'], shim: true, during: killServer, after: damageLog },
  'disk-full': { engines: BOTH, shim: true, during: fillDisk },
  'write-fails': { engines: ['embedded'], shim: true, during: failWrites },
  'sync-fails': { engines: ['embedded'], shim: true, during: failSyncs, after: cutAll },
  'postgres-killed': { engines: ['postgres'], during: (scene) => killDatabase(scene, 'SIGKILL') },
  'postgres-immediate': {
    engines: ['postgres'],
    during: (scene) => killDatabase(scene, 'SIGQUIT'),
  },
  'postgres-power-cut': { engines: ['postgres'], shim: true, during: cutDatabase },
}

async function killServer({ server }: Scene): Promise<Happened> {
  await server.kill()
  return { says: '' }
}

/** On a slow disk more has been written and not forced to it. */
async function killSlowed({ store, server, random }: Scene): Promise<Happened> {
  const disk = diskOf(store)
  disk.slow(random.pick([0, 5, 50, 250]))
  await setTimeout(random.between(0, 600))
  await server.kill()
  disk.slow(0)
  return { says: '' }
}

/** Several starts, each killed before, while or just after it has recovered. */
async function killAtStart({ store, random }: Scene): Promise<string> {
  const times = random.between(2, 5)
  for (let n = 0; n < times; n++) {
    const args = [MAIN, 'serve', '--port', '0', '--data', store.place]
    const child = spawn(process.execPath, args, {
      stdio: 'ignore',
      env: { ...process.env, ...store.environment },
    })
    const exited = once(child, 'exit')
    await setTimeout(random.between(50, 700))
    child.kill('SIGKILL')
    await exited
  }
  return `${times} starts killed`
}

async function cut({ store, random }: Scene): Promise<string> {
  return diskOf(store).cut(random.pick([undefined, random]))
}

async function tear({ store, random }: Scene): Promise<string> {
  return diskOf(store).tear(random)
}

async function cutAll({ store }: Scene): Promise<string> {
  return diskOf(store).cut()
}

/** A database may end over a full disk; whoever watches it starts it again, then or when there is room. */
async function fillDisk(scene: Scene): Promise<Happened> {
  const { store, load, random } = scene
  diskOf(store).fail('full')
  const before = load.refused()
  await refused(load)
  if (store.engine === 'embedded') await readsGoOn(scene)
  await setTimeout(random.between(0, 1000))
  diskOf(store).fail('nothing')
  await store.postgres?.start()
  return { says: `${load.refused() - before} refused`, recovered: await resumed(load) }
}

async function failWrites(scene: Scene): Promise<Happened> {
  const { store, load, random } = scene
  diskOf(store).fail('writes')
  const before = load.refused()
  await refused(load)
  await readsGoOn(scene)
  await setTimeout(random.between(0, 1000))
  diskOf(store).fail('nothing')
  return { says: `${load.refused() - before} refused`, recovered: await resumed(load) }
}

/** What failed to be forced to disk may not be counted on, even when the next sync succeeds: the server must end. */
async function failSyncs({ store, server, load }: Scene): Promise<Happened> {
  diskOf(store).fail('syncs')
  await until(() => server.process.exitCode !== null, 'the server does not end')
  diskOf(store).fail('nothing')
  if (server.process.exitCode !== 1 || !server.output().includes('could not be forced to disk')) {
    throw new Error(`exit code ${server.process.exitCode} and no sentence`)
  }
  return { says: `${load.refused()} refused` }
}

async function readsGoOn({ server, load }: Scene): Promise<void> {
  const some = load.sent.find(({ acknowledged }) => acknowledged)?.serials[0]
  const epc = `urn:epc:id:sgtin:0614141.107346.${some}`
  const answer = await fetch(`${server.url}/events?MATCH_anyEPC=${epc}`, {
    headers: { 'gs1-epc-format': 'Never_Translates' },
  })
  const text = await answer.text()
  if (some !== undefined && (answer.status !== 200 || !text.includes(epc))) {
    throw new Error(`no event is answered meanwhile: ${answer.status} ${text}`)
  }
}

async function killDatabase(scene: Scene, how: 'SIGKILL' | 'SIGQUIT'): Promise<Happened> {
  const postgres = databaseOf(scene.store)
  await postgres.kill(how)
  await refused(scene.load)
  await setTimeout(scene.random.between(0, 800))
  await postgres.start()
  return { says: `${scene.load.refused()} refused`, recovered: await resumed(scene.load) }
}

async function cutDatabase(scene: Scene): Promise<Happened> {
  const { store, load, random } = scene
  const postgres = databaseOf(store)
  await postgres.kill('SIGKILL')
  const says = diskOf(store).cut(random.pick([undefined, random]))
  await postgres.start()
  return { says: `${says}, ${load.refused()} refused`, recovered: await resumed(load) }
}

/** Waits until documents are being acknowledged. */
export async function begun({ acknowledged }: Load): Promise<void> {
  await until(() => acknowledged() > 2, 'nothing is acknowledged')
}

/** Waits until a capture has been refused. */
export async function refused({ refused: count }: Load): Promise<void> {
  const before = count()
  await until(() => count() > before, 'no capture was refused')
}

/** Waits until a capture is acknowledged again; milliseconds. */
export async function resumed({ acknowledged }: Load): Promise<number> {
  const from = performance.now()
  const before = acknowledged()
  await until(() => acknowledged() > before, 'capture does not resume')
  return performance.now() - from
}

const LONGEST_MS = 30_000

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const end = performance.now() + LONGEST_MS
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${otherwise} within ${LONGEST_MS / 1000} s`)
    await setTimeout(10)
  }
}

export function diskOf({ disk }: Store): Disk {
  if (disk === undefined) throw new Error('this harm needs powercut.c')
  return disk
}

function databaseOf({ postgres }: Store): Killable {
  if (postgres === undefined) throw new Error('this harm needs a PostgreSQL of its own')
  return postgres
}
