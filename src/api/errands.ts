import type { Api, Errands } from '../protocol/action.js'
import { downloadFile, type Streams } from './download.js'
import { sendForward } from './forward.js'
import { readHistory } from './history.js'
import { uploadFile } from './upload.js'

/** What takes more than one call, as methods of an `Api`. */
export const errands: Errands & ThisType<Api & Streams> = {
  uploadFile(source, options) {
    return uploadFile(this, source, options)
  },
  downloadFile(file, options) {
    return downloadFile(this, file, options)
  },
  history(conversation, options) {
    return readHistory(this, conversation, options)
  },
  sendForward(conversation, items, options) {
    return sendForward(this, conversation, items, options)
  },
}
