import type { Implementation } from '../../src/protocol/implementation.js'
import { goCqhttp } from './go-cqhttp.js'
import { lagrange } from './lagrange.js'
import { llonebot } from './llonebot.js'
import { napcat } from './napcat.js'
import type { Sample } from './sample.js'
import { shamrock } from './shamrock.js'

/** What each implementation delivers. */
export const samples: Readonly<Record<Implementation, readonly Sample[]>> = {
  napcat,
  llonebot,
  'go-cqhttp': goCqhttp,
  lagrange,
  shamrock,
}
