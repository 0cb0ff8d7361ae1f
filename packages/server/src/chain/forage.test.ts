import assert from 'node:assert/strict'
import { test } from 'node:test'
import { castOf } from './cast.ts'
import { instant } from './clock.ts'
import { Forage } from './forage.ts'
import { Journal } from './journal.ts'
import { createRandom } from './random.ts'
import { scaleOf } from './scale.ts'
import { Truth } from './truth.ts'
import type { World } from './world.ts'

for (const tins of [1000, 1_000_000, 100_000_000]) {
  test(`${tins} tins: every pit is closed and its hay made before the ranch feeds from them`, () => {
    const scale = scaleOf(tins)
    const cast = castOf(scale)
    const journal = new Journal(1, 1, [])
    const truth = new Truth(journal, new Set())
    const world: World = { seed: 1, scale, cast, journal, truth, random: createRandom(1, '') }
    const forage = new Forage(world)
    for (let pit = 0; pit * scale.pitDays < scale.days; pit += 1) {
      forage.open(cast.ranches[0]!, pit)
      const times = journal
        .drain()
        .flatMap((part) =>
          part.kind === 'document' ? (part.json.match(/(?<="eventTime":")[^"]*/g) ?? []) : [],
        )
      assert.ok(times.length > 5)
      for (const time of times)
        assert.ok(Date.parse(time) < instant(pit * scale.pitDays), `pit ${pit}: ${time}`)
    }
  })
}
