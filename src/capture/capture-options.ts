/** A file that deliveries are written to, with their answers and calls. */
export interface CaptureOptions {
  readonly file: string
  /** What the file may hold; then nothing more is captured. Default 1 GiB. */
  readonly maxBytes?: number
}

export const defaultCaptureBytes = 1024 ** 3

export const toCaptureOptions = (capture: string | CaptureOptions): CaptureOptions =>
  typeof capture === 'string' ? { file: capture } : capture
