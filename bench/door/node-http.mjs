import { createServer } from 'node:http'
import { answerTo, port, readEvent } from './judge.mjs'

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const event = readEvent(Buffer.concat(chunks), request.headers['x-signature'])
    const answer = event && answerTo(event)
    if (answer === undefined) {
      response.writeHead(event === undefined ? 403 : 204).end()
      return
    }
    const json = JSON.stringify(answer)
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) })
      .end(json)
  })
}).listen(port, '127.0.0.1', () => process.stdout.write('listening\n'))
