const told = ['self_id', 'message_id', 'group_id', 'user_id', 'flag'] as const

/** What a log line says of an event: its id and which one it is, nothing of what people wrote. */
export const describeEvent = (
  name: string,
  raw: Readonly<Record<string, unknown>>,
  id: string | undefined,
): Readonly<Record<string, unknown>> => ({
  id,
  event: name,
  ...Object.fromEntries(told.filter((field) => raw[field] !== undefined).map((field) => [field, raw[field]])),
})
