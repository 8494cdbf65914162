import { firstFrame } from './plugins/errors.ts'

/**
 * What nobody caught ends the process, as Node would, and the last line says where. Node's own lines would quote the message and
 * the fields of the error, among them what a visitor sent and the address they came from; its warnings quote addresses too.
 */
export function crashQuietly(write: (line: string) => void): void {
  process.on('uncaughtException', (error) => {
    write(`mitos ends: internal, ${firstFrame(error)}\n`)
    process.exit(1)
  })
  process.removeAllListeners('warning')
  process.on('warning', ({ name }) => write(`mitos: ${/^\w+$/.test(name) ? name : 'Warning'}\n`))
}
