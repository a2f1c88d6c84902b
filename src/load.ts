import { createRequire } from 'node:module'

/** For libraries that most bots never use: loaded at once where they are first needed, they cost no other start. */
export const load = createRequire(import.meta.url)
