import type { World } from './world.js'
import type { Message } from './world-types.js'

/** A chat or a world as plain data that is the same wherever the same has happened. */
export interface Summary {
  /** By id. */
  readonly groups: Readonly<Record<string, GroupSummary>>
  /** By id: what is read in the talk with them, the whispers of members among it. */
  readonly talks: Readonly<Record<string, readonly string[]>>
  /** `friend 9 approved`, `add 9 to 1 declined: 满了`. */
  readonly requests: readonly string[]
  /** By id: the names that the account has given its friends. */
  readonly friends: Readonly<Record<string, string>>
}

export interface GroupSummary {
  /** By id: the role. */
  readonly members: Readonly<Record<string, string>>
  /** By id: seconds. */
  readonly muted: Readonly<Record<string, number>>
  readonly wholeMuted: boolean
  readonly blocked: readonly number[]
  /** `2: ping`, `10000: >1001 @2 pong`, `2: (recalled)`. */
  readonly messages: readonly string[]
}

/** A message as people see it, in one line. */
export const lineOf = ({ from, quotes, text, recalled, reactions }: Message): string => {
  const shown = recalled ? ['(recalled)'] : [...quotes.map((id) => `>${id}`), text]
  return [`${from}:`, ...shown, ...reactions.map(({ emoji }) => `+${emoji}`)].join(' ')
}

/** What the world looks like, apart from what each implementation writes in its own way. */
export const summarize = (world: World): Summary => {
  const groups = [...world.groups.values()]
  const talks = [...world.friends.values(), ...groups.flatMap(({ members }) => [...members.values()])]
  const spoken = talks.filter(({ messages }) => messages.length > 0)
  return {
    groups: Object.fromEntries(
      groups.map(({ id, members, muted, wholeMuted, blocked, messages }) => [
        id,
        {
          members: Object.fromEntries([...members.values()].map((member) => [member.id, member.role])),
          muted: Object.fromEntries(muted),
          wholeMuted,
          blocked: [...blocked],
          messages: messages.map(lineOf),
        },
      ]),
    ),
    talks: Object.fromEntries(spoken.map(({ id, messages }) => [id, messages.map(lineOf)])),
    requests: world.requests.map(({ kind, user, group, state, reason }) =>
      [
        kind,
        user,
        ...(group === undefined ? [] : ['to', group]),
        reason ? `${state}: ${reason}` : state,
      ].join(' '),
    ),
    friends: Object.fromEntries([...world.friends.values()].map(({ id, remark }) => [id, remark])),
  }
}
