import { BlockList, isIP } from 'node:net'

/** Which hosts deliveries may go to. */
export type Guard = {
  /** Whether the operator allowed this name, whatever address it has. */
  readonly allowsName: (host: string) => boolean
  /** Whether a connection to this address may be made. */
  readonly allowsAddress: (address: string) => boolean
}

/**
 * IPv4 networks that are not the public Internet (IANA's special-purpose registry), and the address at which Azure gives
 * its machines their secrets. Those of other clouds are in these networks.
 */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const

/** The public Internet of IPv6, and what in it is not. */
const PUBLIC_6 = ['2000::/3'] as const
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const

/**
 * What an operator allows beside the public Internet: names (`receiver.example`, `*.example`), addresses, networks
 * (`10.1.0.0/16`).
 *
 * @throws RangeError for what is none of these.
 */
export function guardOf(allowed: readonly string[]): Guard {
  const names = new Set<string>()
  const networks: string[] = []
  for (const entry of allowed) {
    if (isNetwork(entry)) networks.push(entry)
    else if (NAME.test(entry)) names.add(plain(entry))
    else throw new RangeError(`${entry}: a host name, an address, or a network like 10.1.0.0/16`)
  }
  const listed = listOf(networks)
  return {
    allowsName: (host) =>
      names.has(plain(host)) || parentsOf(plain(host)).some((it) => names.has(it)),
    allowsAddress: (address) => {
      const plainly = plainAddress(address)
      return plainly !== undefined && (contains(listed, plainly) || isPublic(plainly))
    },
  }
}

/** Names may have `_`; `*.` is all below a name. */
const NAME =
  /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i

const plain = (host: string): string => host.toLowerCase().replace(/\.$/, '')

/** `*.b.c` and `*.c` for `a.b.c`. */
function parentsOf(host: string): readonly string[] {
  const labels = host.split('.')
  return labels.slice(1).map((_, i) => `*.${labels.slice(i + 1).join('.')}`)
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return list
}

const contains = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

const REFUSED = listOf([...NOT_PUBLIC_4, ...NOT_PUBLIC_6])
const OPEN_6 = listOf(PUBLIC_6)

const isPublic = (address: string): boolean =>
  !contains(REFUSED, address) && (isIP(address) === 4 || contains(OPEN_6, address))

/**
 * An address in its one form; one of IPv4 that is written in IPv6, as itself (`::ffff:…`, RFC 4291) or for a translator
 * (`64:ff9b::…`, RFC 6052), as IPv4. Undefined for what is none, and for one with a zone.
 */
function plainAddress(address: string): string | undefined {
  if (isIP(address) === 4) return address
  if (isIP(address) !== 6 || !URL.canParse(`http://[${address}]`)) return undefined
  const six = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const inside = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(six)
  if (inside === null) return six
  const [high, low] = inside.slice(1).map((part) => Number.parseInt(part, 16))
  return [high, low].map((part = 0) => `${part >> 8}.${part & 255}`).join('.')
}
