import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the machine is able to do today: takes a body, answers 204, and is nothing else. */
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => {
  server.close(() => process.disconnect())
  server.closeAllConnections()
})
