/** A group or a person as configurations and addresses write it: `group:456789012`, `user:87654321`. */
export type TargetName = `group:${number}` | `user:${number}`

/** A group or a person that can be written to. */
export type TargetPlace =
  | { readonly group_id: number; readonly user_id?: never }
  | { readonly user_id: number; readonly group_id?: never }

export const targetName = (place: TargetPlace): TargetName =>
  place.user_id === undefined ? `group:${place.group_id}` : `user:${place.user_id}`

/** Whether a text is the name of a group or a person. */
export const isTargetName = (name: string): name is TargetName => placeOf(name) !== undefined

/** The group or person that is meant. Throws a `RangeError` for anything but `group:456` and `user:1`. */
export const parseTarget = (name: string): TargetPlace => {
  const place = placeOf(name)
  if (place !== undefined) return place
  throw new RangeError(`a target is written group:456789012 or user:87654321, not ${name}`)
}

const placeOf = (name: string): TargetPlace | undefined => {
  const [, kind, digits] = /^(group|user):([1-9]\d*)$/.exec(name) ?? []
  const number = Number(digits)
  if (!Number.isSafeInteger(number)) return undefined
  return kind === 'group' ? { group_id: number } : { user_id: number }
}
