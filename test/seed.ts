import fc from 'fast-check'

/**
 * The random worlds of `npm test` are the same each time, so that a red test says something of the change that was made.
 * `SUYUAN_SEED=random` draws new ones, and any number those that were told with a failure; the long form of every property is by hand
 * (CONTRIBUTING.md).
 */
const { SUYUAN_SEED: given = '20261124' } = process.env
if (given !== 'random') fc.configureGlobal({ seed: Number(given) })
