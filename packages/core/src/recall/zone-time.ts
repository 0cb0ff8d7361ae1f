/** A date-time as people of a zone read it: `2026-11-25 07:50:37 UTC+8`. `zoneMinutes` are those ahead of UTC. */
export function inZone(iso: string, zoneMinutes: number): string {
  const moved = new Date(Date.parse(iso) + zoneMinutes * 60_000).toISOString()
  const sign = zoneMinutes < 0 ? '-' : '+'
  const hours = Math.abs(zoneMinutes) / 60
  return `${moved.slice(0, 10)} ${moved.slice(11, 19)} UTC${sign}${hours}`
}
