import { resolve } from 'node:path'
import { type Config, defaultConfig, loadConfig, relativeTo, toConfig } from '../config.js'
import { isThere } from './is-there.js'
import { say } from './language.js'

export interface FoundConfig {
  readonly config: Config
  /** For people: the file, or that there is none. */
  readonly source: string
}

const usual = ['config.json', 'config.example.json']

/** The named file, else `config.json`, else `config.example.json`, else what the example says without plugins. */
export const findConfig = async (named: string | undefined): Promise<FoundConfig> => {
  if (named !== undefined) return { config: await loadConfig(resolve(named)), source: named }
  for (const file of usual) {
    if (await isThere(resolve(file))) return { config: await loadConfig(resolve(file)), source: file }
  }
  return {
    config: relativeTo(process.cwd(), toConfig(defaultConfig, 'the built-in configuration')),
    source: say('no config file: the defaults', '没有配置文件：默认值'),
  }
}
