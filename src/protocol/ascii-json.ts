/**
 * JSON in ASCII only. NapCat decodes what it receives chunk by chunk and breaks every character that lies on
 * the border of two; an escaped one has no border.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
