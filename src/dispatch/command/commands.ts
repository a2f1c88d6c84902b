import type { MessageEvent } from '../../protocol/event.js'
import type { State } from '../../protocol/state.js'
import type { LooseLink } from '../chain.js'
import type { Owner } from '../handler.js'
import type { Judge } from '../matcher.js'
import { type AnyCommandHandler, type Command, type CommandOptions, shownName, toCommand } from './command.js'
import { commandLink, type Desk, placeOf } from './command-link.js'
import { Cooldowns } from './cooldown.js'
import { answerHelp } from './help.js'
import { type Language, texts } from './language.js'
import { hasRole, type Role } from './role.js'
import { type Offer, suggestionLink } from './suggest.js'
import { Switches, type SwitchPlace } from './switches.js'
import { showUsage } from './usage.js'

/** How the commands of a bot are used. */
export interface CommandSettings {
  /** What stands in front of their names. Default: `/` and `／`. */
  readonly prefix?: string | readonly string[]
  /** Whether `/help` and `/帮助` answer. Default: true. */
  readonly help?: boolean
  /** Whether a mistyped command is answered with the one that was probably meant. Default: true. */
  readonly suggest?: boolean
}

export const defaultPrefixes: readonly string[] = ['/', '／']

/** A command as it is listed. */
export interface CommandInfo {
  readonly name: string
  /** `/ban <who:用户> [...why]` */
  readonly usage: string
  readonly description: string | undefined
  readonly aliases: readonly string[]
  readonly role: Role
  readonly in: 'group' | 'private' | undefined
  /** Groups in which it is switched off, or `everywhere`. */
  readonly disabled: readonly (number | 'everywhere')[]
}

/**
 * The commands of a bot at run time, by name or alias. What is switched off is kept in the state of the bot.
 * Rejects with `RangeError` where there is no such command.
 */
export interface CommandControl {
  /** In the order of registration. */
  list(): Promise<readonly CommandInfo[]>
  /** Whether it is switched on, in this group. */
  isEnabled(name: string, place?: SwitchPlace): Promise<boolean>
  /** Takes back what `disable` did at the same place. */
  enable(name: string, place?: SwitchPlace): Promise<void>
  /** Its messages go on as if it were not there. */
  disable(name: string, place?: SwitchPlace): Promise<void>
}

export interface CommandsParts {
  readonly settings: CommandSettings
  readonly language: Language
  readonly superusers: ReadonlySet<number>
  readonly state: State
  readonly now: () => number
  readonly judge: Judge
  /** Puts a link into the chain. */
  readonly add: (link: LooseLink, owner: Owner, options?: { readonly atTheEnd?: boolean }) => () => void
}

/** Help and suggestions belong to no plugin. */
const itself: Owner = { name: undefined }

/** The commands of a bot. */
export class Commands implements CommandControl {
  readonly #commands = new Set<Command>()
  /** By what they are called with, prefix and all. */
  readonly #byWord = new Map<string, readonly Command[]>()
  readonly #parts: CommandsParts
  readonly #desk: Desk
  readonly #help: Command | undefined
  /** All that were ever in use. */
  readonly #prefixes = new Set<string>()

  constructor(parts: CommandsParts) {
    this.#parts = parts
    this.#desk = {
      texts: texts[parts.language],
      superusers: parts.superusers,
      judge: parts.judge,
      switches: new Switches(parts.state),
      cooldowns: new Cooldowns(parts.state, parts.now),
    }
    const { help = true, suggest = true } = parts.settings
    this.#help = help ? this.#addHelp() : undefined
    const offer: Offer = {
      texts: this.#desk.texts,
      prefixes: this.#prefixes,
      words: () => this.#byWord.keys(),
      calledBy: (word) => this.#byWord.get(word) ?? [],
      visible: (event) => this.#visible(event),
    }
    if (suggest) parts.add(suggestionLink(offer), itself, { atTheEnd: true })
  }

  add(written: string, options: CommandOptions, handler: AnyCommandHandler, owner: Owner): () => void {
    const command = this.#make(written, options, handler)
    const remove = this.#parts.add(commandLink(command, this.#desk), owner)
    this.#commands.add(command)
    this.#index(command)
    for (const prefix of command.prefixes) if (prefix !== '') this.#prefixes.add(prefix)
    return () => {
      this.#commands.delete(command)
      this.#unindex(command)
      remove()
    }
  }

  #index(command: Command): void {
    for (const word of command.words) this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), command])
  }

  #unindex(command: Command): void {
    for (const word of command.words) {
      const others = (this.#byWord.get(word) ?? []).filter((other) => other !== command)
      if (others.length > 0) this.#byWord.set(word, others)
      else this.#byWord.delete(word)
    }
  }

  async list(): Promise<readonly CommandInfo[]> {
    const off = await this.#desk.switches.off()
    return [...this.#commands].map((command) => ({
      name: command.spec.name,
      usage: showUsage(command.spec, shownName(command), this.#desk.texts),
      description: command.options.description,
      aliases: command.options.aliases ?? [],
      role: command.role,
      in: command.options.in,
      disabled: off.get(command.spec.name) ?? [],
    }))
  }

  async isEnabled(name: string, place?: SwitchPlace): Promise<boolean> {
    return this.#desk.switches.isOn(this.#known(name), place)
  }

  async enable(name: string, place?: SwitchPlace): Promise<void> {
    await this.#desk.switches.set(this.#known(name), true, place)
  }

  async disable(name: string, place?: SwitchPlace): Promise<void> {
    await this.#desk.switches.set(this.#known(name), false, place)
  }

  #make(written: string, options: CommandOptions, handler: AnyCommandHandler): Command {
    return toCommand(written, options, handler, this.#parts.settings.prefix ?? defaultPrefixes)
  }

  /** Answers as soon as there is a command. */
  #addHelp(): Command {
    const { texts } = this.#desk
    const help = this.#make(
      'help [...about]',
      { aliases: ['帮助'], description: texts.help },
      async (event, { about }) =>
        answerHelp(await this.#visible(event), String(about), shownName(help), texts),
    )
    const link = commandLink(help, this.#desk)
    const concerns: LooseLink['concerns'] = (event) =>
      this.#commands.size === 0 ? 'there are no commands' : link.concerns(event)
    this.#parts.add({ ...link, concerns }, itself, { atTheEnd: true })
    this.#index(help)
    return help
  }

  /** The name of the command with this name or alias. */
  #known(name: string): string {
    const all = this.#withHelp()
    const found = all.find(({ spec, options }) => [spec.name, ...(options.aliases ?? [])].includes(name))
    if (found !== undefined) return found.spec.name
    throw new RangeError(
      `there is no command ${name}; there are ${all.map(({ spec }) => spec.name).join(', ')}`,
    )
  }

  /** A bot may have a `help` of its own. */
  #withHelp(): readonly Command[] {
    const own = [...this.#commands]
    const isOwn = own.some(({ spec }) => spec.name === 'help')
    return this.#help === undefined || isOwn ? own : [...own, this.#help]
  }

  /** The commands that this sender may use here. */
  async #visible(event: MessageEvent): Promise<readonly Command[]> {
    const off = await this.#desk.switches.off()
    const { group } = placeOf(event)
    return this.#withHelp().filter(({ spec, options, role }) => {
      const places = off.get(spec.name) ?? []
      const isOff = places.includes('everywhere') || (group !== undefined && places.includes(group))
      const isHere = options.in === undefined || options.in === event.message_type
      return !isOff && isHere && options.hidden !== true && hasRole(event, role, this.#desk.superusers)
    })
  }
}
