import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An API with faults: of ten calls one is refused, one breaks off, one is done and never answered. */
export const openFaultyApi = async (): Promise<{ readonly url: string; readonly server: Server }> => {
  let count = 0
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      count += 1
      if (count % 10 === 7) return
      if (count % 10 === 3) {
        request.socket.destroy()
        return
      }
      const answer = count % 10 === 5 ? { status: 'failed', retcode: 100 } : { status: 'ok', retcode: 0 }
      response.end(JSON.stringify({ ...answer, data: { message_id: count, app_name: 'NapCat.Onebot' } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
