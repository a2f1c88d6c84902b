import type { State } from '../../protocol/state.js'

/** Where a command is switched: in one group; without it, everywhere. */
export interface SwitchPlace {
  readonly group?: number | undefined
}

const prefix = 'command-off:'
const everywhere = 'everywhere'

const keyOf = (name: string, group: number | undefined): string => `${prefix}${group ?? everywhere}:${name}`

/** Which commands are switched off, and where. */
export class Switches {
  readonly #state: State

  constructor(state: State) {
    this.#state = state
  }

  async set(name: string, isOn: boolean, { group }: SwitchPlace = {}): Promise<void> {
    if (isOn) await this.#state.delete(keyOf(name, group))
    else await this.#state.set(keyOf(name, group), true)
  }

  async isOn(name: string, { group }: SwitchPlace = {}): Promise<boolean> {
    const places = group === undefined ? [undefined] : [undefined, group]
    const off = await Promise.all(places.map((place) => this.#state.get(keyOf(name, place))))
    return off.every((value) => value === undefined)
  }

  /** Where each command is off. */
  async off(): Promise<ReadonlyMap<string, readonly (number | 'everywhere')[]>> {
    const places = new Map<string, (number | 'everywhere')[]>()
    for (const key of await this.#state.keys(prefix)) {
      const [place = '', ...name] = key.slice(prefix.length).split(':')
      const list = places.get(name.join(':')) ?? []
      places.set(name.join(':'), [...list, place === everywhere ? everywhere : Number(place)])
    }
    return places
  }
}
