import type { Implementation } from '../../protocol/implementation.js'
import type { Dialect } from '../dialect.js'
import { goCqhttp } from './go-cqhttp.js'
import { lagrange } from './lagrange.js'
import { llonebot } from './llonebot.js'
import { napcat } from './napcat.js'
import { shamrock } from './shamrock.js'

export const dialects: Readonly<Record<Implementation, Dialect>> = {
  napcat,
  llonebot,
  'go-cqhttp': goCqhttp,
  lagrange,
  shamrock,
}
