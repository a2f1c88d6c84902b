import type { State } from '../protocol/state.js'
import type { Hook } from './hook.js'

const prefix = 'hook-enabled:'

/** Which hooks somebody has switched at run time: kept, so that another process can, and a restart changes nothing. */
export class HookSwitches {
  readonly #state: State

  constructor(state: State) {
    this.#state = state
  }

  async set({ name }: Pick<Hook, 'name'>, isEnabled: boolean): Promise<void> {
    await this.#state.set(prefix + name, isEnabled)
  }

  async isEnabled({ name, enabled }: Pick<Hook, 'name' | 'enabled'>): Promise<boolean> {
    const switched = await this.#state.get(prefix + name)
    return typeof switched === 'boolean' ? switched : enabled
  }
}
