import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** Answers every call at once, over HTTP and WebSocket; a process of its own, so that it costs the client nothing. */
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('Content-Type', 'application/json')
    response.end('{"status":"ok","retcode":0,"data":{"message_id":7},"message":"","wording":""}')
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { echo } = JSON.parse(String(data))
    socket.send(
      `{"status":"ok","retcode":0,"data":{"message_id":7},"message":"","wording":"","echo":${JSON.stringify(echo)}}`,
    )
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
