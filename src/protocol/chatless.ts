import type { EventMap } from './event.js'
import { eventNames } from './event-senders.js'

/** The notices that take place in no conversation. */
export const chatless = [
  'notice.bot_offline',
  'notice.bot_online',
  'notice.client_status',
  'notice.flash_file',
  'notice.notify.profile_like',
] as const satisfies readonly (keyof EventMap)[]

/** OneBot knows no answer to these; a reply to them is a call to the chat concerned. */
export type RepliedByCall = Exclude<
  Extract<keyof EventMap, `notice.${string}` | `message_sent.${string}` | 'message.guild'>,
  (typeof chatless)[number]
>

const repliedByCall: ReadonlySet<string> = new Set(
  eventNames.filter(
    (name) =>
      /^(notice|message_sent)\.|^message\.guild$/.test(name) &&
      !(chatless as readonly string[]).includes(name),
  ),
)

export const isRepliedByCall = (name: string): boolean => repliedByCall.has(name)
