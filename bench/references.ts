/**
 * What requests are measured beside, each a process of its own as the server is: `node references.js http`, bare node:http that
 * reads a body and answers 204; `node references.js insert FOLDER`, Fastify that inserts each body in a transaction of its own,
 * durably, before it answers. Prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'

const bare = () =>
  new Promise<number>((resolve) => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end())
    })
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

async function inserting(folder: string): Promise<number> {
  const database = new Sqlite(join(folder, 'reference.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE requests (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID')
  const insert = database.prepare('INSERT INTO requests VALUES (?, ?)')
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/api/requests', (request, reply) => {
    const body = request.body as Buffer
    insert.run(body.subarray(1, 17), body)
    reply.code(204).send()
  })
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
}

const [, , which, folder] = process.argv
process.stdout.write(`${await (which === 'http' ? bare() : inserting(folder!))}\n`)
