import type { AnySegment } from '../protocol/message.js'
import type { Group, Member } from './group.js'
import type { World } from './world.js'
import { type Change, type Chat, type Message, Refusal, type Request } from './world-types.js'

/** How long an account may take its own messages back, where it is no admin. */
const recallSeconds = 120

const done = <C extends Change>(world: World, change: C): C => {
  world.changes.push(change)
  return change
}

const reachable = (world: World): void => {
  if (!world.isOnline()) throw new Refusal('the account is offline')
}

const groupOf = (world: World, id: number): Group => {
  reachable(world)
  const group = world.groups.get(id)
  if (group === undefined || !group.members.has(world.selfId)) throw new Refusal(`no member of group ${id}`)
  return group
}

const memberOf = (group: Group, user: number): Member => {
  const member = group.members.get(user)
  if (member === undefined) throw new Refusal(`${user} is no member of group ${group.id}`)
  return member
}

const ranks = { owner: 2, admin: 1, member: 0 } as const

/** The member, if the bot's account stands above them. */
const subordinate = (world: World, group: Group, user: number): Member => {
  const [own, other] = [memberOf(group, world.selfId), memberOf(group, user)]
  if (ranks[own.role] <= ranks[other.role])
    throw new Refusal(`a ${own.role} has no rights over a ${other.role}`)
  return other
}

const sent = (world: World, message: Message): Change & { did: 'send' } => {
  world.onSent(message)
  return done(world, { did: 'send', message })
}

/** The talk with a friend, or with a member of a group that both are in. */
const talkWith = (world: World, user: number, via: number | undefined): Message[] => {
  const friend = world.friends.get(user)
  if (friend !== undefined) return friend.messages
  if (via === undefined) throw new Refusal(`${user} is no friend`)
  return memberOf(groupOf(world, via), user).messages
}

const send = (world: World, chat: Chat, segments: readonly AnySegment[]): Change & { did: 'send' } => {
  if (chat.group !== undefined) {
    const group = groupOf(world, chat.group)
    const own = memberOf(group, world.selfId)
    if (group.muted.has(own.id) || (group.wholeMuted && own.role === 'member'))
      throw new Refusal('the account is muted')
    const message = world.write(chat, world.selfId, segments)
    group.messages.push(message)
    return sent(world, message)
  }
  reachable(world)
  const talk = talkWith(world, chat.user, chat.via)
  const message = world.write(chat, world.selfId, segments)
  talk.push(message)
  return sent(world, message)
}

const isOwnAndNew = (world: World, message: Message): boolean =>
  message.from === world.selfId && world.seconds - message.time <= recallSeconds

const recall = (world: World, id: number): Change => {
  reachable(world)
  const message = world.message(id)
  if (message === undefined) throw new Refusal(`there is no message ${id}`)
  if (!isOwnAndNew(world, message)) {
    if (message.chat.group === undefined) throw new Refusal('somebody else wrote it, or it is too old')
    const group = groupOf(world, message.chat.group)
    if (message.from === world.selfId) {
      if (memberOf(group, world.selfId).role === 'member') throw new Refusal('the message is too old')
    } else if (group.members.has(message.from)) subordinate(world, group, message.from)
    else if (memberOf(group, world.selfId).role === 'member') throw new Refusal('no rights')
  }
  message.recalled = true
  return done(world, { did: 'recall', message: id })
}

const kick = (world: World, groupId: number, user: number, forGood = false): Change => {
  const group = groupOf(world, groupId)
  subordinate(world, group, user)
  group.members.delete(user)
  if (forGood) group.blocked.add(user)
  return done(world, { did: 'kick', group: groupId, user, forGood })
}

const mute = (world: World, groupId: number, user: number, seconds: number): Change => {
  const group = groupOf(world, groupId)
  subordinate(world, group, user)
  group.mute(user, seconds)
  return done(world, { did: 'mute', group: groupId, user, seconds })
}

const muteAll = (world: World, groupId: number, on: boolean): Change => {
  const group = groupOf(world, groupId)
  if (memberOf(group, world.selfId).role === 'member')
    throw new Refusal('a member has no rights over the group')
  group.wholeMuted = on
  return done(world, { did: 'mute-all', group: groupId, on })
}

const setAdmin = (world: World, groupId: number, user: number, on: boolean): Change => {
  const group = groupOf(world, groupId)
  if (memberOf(group, world.selfId).role !== 'owner') throw new Refusal('only the owner appoints admins')
  subordinate(world, group, user).role = on ? 'admin' : 'member'
  return done(world, { did: 'admin', group: groupId, user, on })
}

const openRequest = (world: World, flag: string, group: boolean): Request => {
  reachable(world)
  const request = world.requests.find((one) => one.flag === flag && (one.kind !== 'friend') === group)
  if (request === undefined) throw new Refusal(`there is no request ${flag}`)
  if (request.state !== 'open') throw new Refusal('the request has been answered')
  return request
}

const close = (world: World, request: Request, approve: boolean): Change => {
  request.state = approve ? 'approved' : 'declined'
  return done(world, { did: approve ? 'approve' : 'decline', request })
}

/** `remark` is kept on the request also where it is declined, and becomes the friend's name otherwise. */
const answerFriend = (world: World, flag: string, approve: boolean, remark = ''): Change => {
  const request = openRequest(world, flag, false)
  if (remark !== '') request.remark = remark
  if (approve) world.addFriend({ id: request.user, remark })
  return close(world, request, approve)
}

const answerGroup = (world: World, flag: string, approve: boolean, reason = ''): Change => {
  const request = openRequest(world, flag, true)
  const id = request.group ?? 0
  if (request.kind === 'add') {
    const group = groupOf(world, id)
    if (memberOf(group, world.selfId).role === 'member') throw new Refusal('a member lets nobody in')
    if (approve) group.add({ id: request.user })
  } else if (approve) world.addGroup({ id })
  if (!approve && reason !== '') request.reason = reason
  return close(world, request, approve)
}

const react = (world: World, id: number, emoji: string, on: boolean): Change => {
  reachable(world)
  const message = world.message(id)
  if (message?.chat.group === undefined) throw new Refusal(`there is no message ${id} in a group`)
  const place = message.reactions.findIndex((one) => one.by === world.selfId && one.emoji === emoji)
  if (place >= 0) message.reactions.splice(place, 1)
  if (on) message.reactions.push({ emoji, by: world.selfId })
  return done(world, { did: 'react', message: id, emoji, on })
}

/** What the bot's account can do. Each throws a `Refusal` where QQ would not let it. */
export const botActs = { send, recall, kick, mute, muteAll, setAdmin, answerFriend, answerGroup, react }
