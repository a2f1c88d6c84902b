/** A group or a person as configurations and addresses write it: `group:456789012`, `user:87654321`. */
export type TargetName = `group:${number}` | `user:${number}`

/** A group or a person that can be written to. */
export type TargetPlace =
  | { readonly group_id: number; readonly user_id?: never }
  | { readonly user_id: number; readonly group_id?: never }

export const targetName = (place: TargetPlace): TargetName =>
  place.user_id === undefined ? `group:${place.group_id}` : `user:${place.user_id}`

const isNumber = (digits: string): boolean =>
  /^[1-9]\d*$/.test(digits) && Number.isSafeInteger(Number(digits))

/** The group or person that is meant. Throws a `RangeError` for anything but `group:456` and `user:1`. */
export const parseTarget = (name: string): TargetPlace => {
  const [kind, digits = '', ...rest] = name.split(':')
  if (rest.length === 0 && isNumber(digits)) {
    if (kind === 'group') return { group_id: Number(digits) }
    if (kind === 'user') return { user_id: Number(digits) }
  }
  throw new RangeError(`a target is written group:456789012 or user:87654321, not ${name}`)
}
