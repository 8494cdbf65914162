import type { Config } from '../config.ts'

/**
 * How often one address may ask for a route, as a route's `config`.
 * @param times how many times the operator's limit (`MITOS_LIMIT`, a minute): ten for what an inbox asks all the time
 */
export const limitOf = ({ limit }: Pick<Config, 'limit'>, times = 1) => ({
  rateLimit: { max: times * limit, timeWindow: '1 minute' },
})
