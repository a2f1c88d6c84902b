import { createRequire } from 'node:module'

/** For libraries that most bots never need: loaded at once where they are first used, they cost no other start. */
export const library = createRequire(import.meta.url)
