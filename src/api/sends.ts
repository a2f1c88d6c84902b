import type { Priority, UnknownParams } from '../protocol/action.js'
import { isId } from '../protocol/ids.js'
import { rowOf } from './params.js'

/** Who waits for a turn. */
export interface Send {
  readonly action: string
  /** Missing: it goes to no group. */
  readonly group?: string | undefined
  readonly priority: Priority
  readonly signal?: AbortSignal | undefined
}

/** Whether an action puts something before people's eyes: only these wait for a turn. */
export const isSend = (action: string): boolean => rowOf(action)?.send === true

/** The group that a send goes to; a temporary session names a group, too, and goes to one person. */
export const groupOf = (action: string, { group_id, message_type }: UnknownParams): string | undefined =>
  isId(group_id) && Number(group_id) !== 0 && message_type !== 'private' && !action.includes('private')
    ? String(group_id)
    : undefined
