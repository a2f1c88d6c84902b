import type { Entrance } from './entrance.js'
import type { LockOut } from './lock-out.js'
import { Refusal } from './refusal.js'

export const refuseWhile = (isDraining: () => boolean): void => {
  if (isDraining()) throw new Refusal('draining')
}

export const requireAddress = ({ place, allow }: Entrance, address: string): void => {
  if (allow !== undefined && !allow.has(address))
    throw new Refusal('address-not-allowed', { ...place, address })
}

export const refuseLockedOut = (lockOut: LockOut, { place }: Entrance, address: string): void => {
  if (lockOut.isLocked(address)) throw new Refusal('locked-out', { ...place, address })
}
