import { plansAt, type Pack } from '@suyuan/core/pack/pack'
import type { Limit } from '@suyuan/core/plan/plan'
import { readFolder, type Fault, type ReadFolder } from '../packs/read-folder.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan pack check DIR     domain knowledge as data: every fault by file, line and mend

  Exit code 1 where something is wrong. Without faults it tells what the pack has: plans, points, limits,
  which limits gate nothing for want of a person's confirmation, and what each site leaves unbound.
  --json prints the same for machines. How to write one: docs/guides/write-a-pack.md
`

/** `suyuan pack` */
export const pack: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [what, folder, ...rest] = positionals
  if (what !== 'check' || folder === undefined || rest.length > 0) {
    throw new Misused('suyuan pack check DIR; add --help to see what it tells')
  }
  const found = folderOf(folder)
  if (values.json === true) {
    terminal.out(
      `${JSON.stringify(found.ok ? summaryOf(found.pack) : { faults: found.faults }, null, 2)}\n`,
    )
  } else if (found.ok) terminal.out(told(found.pack))
  else for (const fault of found.faults) terminal.err(lineOf(folder, fault))
  return found.ok ? 0 : 1
}

function folderOf(folder: string): ReadFolder {
  try {
    return readFolder(folder)
  } catch (cause) {
    throw new Misused(`${folder} cannot be read; is it the folder of a pack?`, { cause })
  }
}

const lineOf = (folder: string, { file, line, says }: Fault): string =>
  `${folder.replace(/\/$/, '')}/${file}:${line}: ${says}\n`

/** What a pack has, as numbers and names. */
function summaryOf(of: Pack): {
  readonly pack: string
  readonly version: string
  readonly sites: readonly { readonly site: string; readonly plans: readonly PlanSummary[] }[]
  readonly forms: readonly string[]
} {
  const sites = [...of.sites.keys()].map((site) => ({
    site,
    plans: plansAt(of, site).map(({ plan, unbound }) => ({
      plan: `${plan.id}@${plan.version}`,
      points: plan.points.length,
      limits: plan.limits.length,
      unconfirmed: plan.limits.filter(isUnconfirmed).map(({ id }) => id),
      unbound,
    })),
  }))
  return { pack: of.id, version: of.version, sites, forms: [...of.forms.keys()] }
}

type PlanSummary = {
  readonly plan: string
  readonly points: number
  readonly limits: number
  readonly unconfirmed: readonly string[]
  readonly unbound: readonly string[]
}

const isUnconfirmed = ({ gates, kind }: Limit): boolean => !gates && kind !== 'alert'

function told(of: Pack): string {
  const { sites, forms } = summaryOf(of)
  const lines = [`${of.id} ${of.version}: ${of.plans.size} plans, ${forms.length} forms, no fault`]
  for (const { site, plans } of sites) {
    for (const { plan, points, limits, unconfirmed, unbound } of plans) {
      lines.push(`${site}: ${plan} with ${points} points, ${limits} limits`)
      if (unconfirmed.length > 0)
        lines.push(`  gate nothing until confirmed: ${unconfirmed.join(', ')}`)
      if (unbound.length > 0)
        lines.push(`  left out, the site does not say where: ${unbound.join(', ')}`)
    }
  }
  return `${lines.join('\n')}\n`
}
