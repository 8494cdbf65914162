import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'

/** Nobody on Debian: where tests run as root, the mail server does not. */
const NOBODY = 65_534

export interface MailServer {
  readonly port: number
  /** every mail that was delivered, as it lies in the mailbox */
  mails(): readonly string[]
  /** once no connection and no delivery is open any more */
  idle(): Promise<void>
  stop(): Promise<void>
}

/**
 * Debian's Exim on a free port, one process a connection (as inetd would start it), with a spool and a mailbox of its own. It takes
 * mail for everybody but `refused@…`, and delivers it before it ends.
 * @param certificate where it is to speak TLS from the first byte
 */
export async function startMailServer(certificate?: {
  readonly key: string
  readonly cert: string
}): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mitos-mail-'))
  const box = join(folder, 'box')
  const isRoot = process.getuid?.() === 0
  const own = isRoot ? { uid: NOBODY, gid: NOBODY } : { uid: process.getuid!(), gid: process.getgid!() }
  for (const path of [join(folder, 'spool'), join(folder, 'log'), box]) mkdirSync(path)
  for (const path of [folder, join(folder, 'spool'), join(folder, 'log'), box]) chownSync(path, own.uid, own.gid)
  const config = join(folder, 'exim.conf')
  writeFileSync(config, configOf(folder, box, own), { mode: 0o644 })
  const children = new Set<ChildProcess>()
  const ends: Promise<unknown>[] = []
  const serve = (socket: Socket): void => {
    const child = spawn('/usr/sbin/exim4', ['-C', config, '-odf', '-bs'], {
      ...(isRoot && own),
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    children.add(child)
    ends.push(new Promise((resolve) => child.on('exit', resolve)))
    child.on('exit', () => children.delete(child))
    socket.on('error', () => child.kill())
    child.stdin.on('error', () => undefined)
    socket.pipe(child.stdin)
    child.stdout.pipe(socket)
  }
  const server = certificate ? createTlsServer(certificate, serve) : createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folders = ['new', 'cur'].map((name) => join(box, name))
  return {
    port: (server.address() as AddressInfo).port,
    mails: () =>
      folders.flatMap((path) =>
        existsSync(path) ? readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8')) : [],
      ),
    idle: async () => void (await Promise.all(ends)),
    async stop() {
      for (const child of children) child.kill()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configOf = (folder: string, box: string, own: { uid: number; gid: number }): string => `
exim_user = ${own.uid}
exim_group = ${own.gid}
keep_environment =
primary_hostname = mail.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
deliver_drop_privilege = true
never_users =
host_lookup =
rfc1413_query_timeout = 0s
acl_not_smtp =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny local_parts = refused
  accept
data:
  accept
begin routers
everybody:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = ${box}
  envelope_to_add
`
