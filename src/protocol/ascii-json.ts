/**
 * JSON in ASCII only. NapCat decodes what it receives chunk by chunk and breaks every character that lies on
 * the border of two; an escaped one has no border.
 */
export const asciiJson = (value: unknown): string => {
  const json = JSON.stringify(value)
  return /[\u007f-\uffff]/.test(json) ? json.replace(/[\u007f-\uffff]/g, escaped) : json
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
