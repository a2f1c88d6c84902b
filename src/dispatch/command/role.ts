import type { MessageEvent } from '../../protocol/event.js'

/** Who may use a command, the first the least. A superuser may use all of them. */
export const roles = ['member', 'admin', 'owner', 'superuser'] as const
export type Role = (typeof roles)[number]

/** Whether the sender is at least this. In private nobody is administrator or owner of a group. */
export const hasRole = (event: MessageEvent, role: Role, superusers: ReadonlySet<number>): boolean => {
  if (superusers.has(event.user_id)) return true
  if (event.message_type === 'private') return role === 'member'
  return roles.indexOf(event.sender.role ?? 'member') >= roles.indexOf(role)
}
