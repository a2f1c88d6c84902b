import type { Language } from '../dispatch/command/language.js'
import type { Trial } from '../hooks/trial.js'

const guessed: Readonly<Record<Language, string>> = { zh: '（推测）', en: ' (guessed)' }

/** What came of testing a hook, for people: where to, as what, and what came back. */
export const reportTrial = (
  { method, url, contentType, isGuessed, status, body }: Trial,
  language: Language,
): string =>
  [
    `${method} ${url}`,
    ...(contentType === undefined
      ? []
      : [`Content-Type: ${contentType}${isGuessed ? guessed[language] : ''}`]),
    `→ ${status}`,
    ...(body === '' ? [] : [body]),
  ].join('\n')
