/** A file to upload: a path or `file:` URL on the machine of the bot, bytes, or a stream of bytes. */
export type FileSource = string | URL | Uint8Array | AsyncIterable<Uint8Array>

export interface Progress {
  readonly sentBytes: number
  readonly totalBytes: number
}

export interface UploadOptions {
  /** Its ending tells what kind of file it is. Default: that of the path. */
  readonly name?: string | undefined
  /** Bytes of one call. Default 64 KiB. */
  readonly chunkBytes?: number
  /** Milliseconds that NapCat keeps the file; 0: for ever. Default 300 000. */
  readonly keepMs?: number
  /** A stream that holds more bytes is refused. Default 1 GiB. */
  readonly limit?: number
  /** Milliseconds that one call may take. Default: the client's. */
  readonly timeoutMs?: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** A file on the machine of NapCat. */
export interface UploadedFile {
  /** For builders and actions: `image(file)`, `upload_group_file({ file, … })`. Works only at this NapCat. */
  readonly file: string
  /** Where it is on that machine. */
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** What NapCat says of a file before its bytes. */
export interface FileInfo {
  readonly name: string
  readonly size: number
}

export interface DownloadOptions {
  /** Bytes of one packet. Default 64 KiB. */
  readonly chunkBytes?: number
  /** Milliseconds until the next packet must be there. Default: the client's. */
  readonly timeoutMs?: number
  /** Is told of the file before its first bytes. */
  readonly onInfo?: (info: FileInfo) => void
  readonly signal?: AbortSignal
}
