import express from 'express'
import { answerTo, port, readEvent } from './judge.mjs'

// As NapCat's documentation does it, with the signature that it leaves out.
const app = express()
app.use(express.raw({ type: 'application/json', limit: '8mb' }))
app.post('/napcat', (request, response) => {
  const event = readEvent(request.body, request.get('x-signature'))
  const answer = event && answerTo(event)
  if (answer === undefined) response.status(event === undefined ? 403 : 204).end()
  else response.json(answer)
})
app.listen(port, '127.0.0.1', () => process.stdout.write('listening\n'))
