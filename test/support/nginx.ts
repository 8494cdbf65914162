import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Tied, freePort, spawnTied } from './tied.ts'

const NGINX = '/usr/sbin/nginx'
const CONFIGURATION = 'server/nginx/mitos.conf'
const HOST = '127.0.0.1'

export interface Nginx {
  /** what a browser sees: `https://127.0.0.1:PORT` */
  readonly origin: string
  /** the address without TLS */
  readonly plain: string
  /** all that nginx may write lies below this folder */
  readonly folder: string
  /** the certificate, for clients that are to believe it */
  readonly certificate: string
  /** what its workers have open now, also where the name is gone already */
  openFiles(): Promise<readonly string[]>
  stop(): Promise<void>
}

export interface NginxOptions {
  /** where Mitos listens */
  readonly upstream: number
  /** the port of the origin; else a free one */
  readonly port?: number
  /** texts of the configuration and what an operator has put in their place; FOLDER: nginx's own */
  readonly changes?: readonly Change[]
}

type Change = readonly [from: string, to: string]

/**
 * A real nginx with the operators' configuration, of which only names, ports and paths are replaced. What stands around it
 * is as talkative as a careless operator's: logs on, compression on.
 */
export async function startNginx({ upstream, port, changes = [] }: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'mitos-nginx-'))
  const [tls, plain] = [port ?? (await freePort()), await freePort()]
  const configuration = replaced(await readFile(CONFIGURATION, 'utf8'), [
    ['listen 80;', `listen ${HOST}:${plain};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl;', `listen ${HOST}:${tls} ssl;`],
    ['listen [::]:443 ssl;', ''],
    ['server 127.0.0.1:8080 ', `server ${HOST}:${upstream} `],
    ['server_name mitos.example.org', `server_name ${HOST}`],
    ['/etc/letsencrypt/live/mitos.example.org', folder],
    ['/var/log/nginx', folder],
    ['/var/www/html', folder],
    ...changes.map(([from, to]) => [from, to.replaceAll('FOLDER', folder)] as const),
  ])
  await writeFile(join(folder, 'mitos.conf'), configuration)
  await writeFile(join(folder, 'nginx.conf'), around(folder))
  await makeCertificate(folder)
  const nginx = spawnTied(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'main-error.log')])
  await listens(nginx, tls)
  return {
    origin: `https://${HOST}:${tls}`,
    plain: `http://${HOST}:${plain}`,
    folder,
    certificate: await readFile(join(folder, 'fullchain.pem'), 'utf8'),
    openFiles: () => openFiles(nginx.process.pid!),
    async stop() {
      await nginx.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** @throws Error where a text does not stand there any more: the test would not test what it says */
function replaced(configuration: string, changes: readonly Change[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${CONFIGURATION} has no "${from}"`)
    return text.replaceAll(from, to)
  }, configuration)
}

const around = (folder: string): string => `${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 2;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/main-error.log info;
events { worker_connections 2048; }
http {
  access_log ${folder}/main-access.log;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ')}
  default_type application/octet-stream;
  gzip on;
  gzip_types *;
  gzip_min_length 1;
  gzip_proxied any;
  server_tokens on;
  include ${folder}/mitos.conf;
}
`

/** For 127.0.0.1, which nobody vouches for: `privkey.pem` and `fullchain.pem`. */
export async function makeCertificate(folder: string): Promise<void> {
  const subject = ['-subj', '/CN=mitos.test', '-addext', `subjectAltName=IP:${HOST}`, '-days', '2', '-nodes']
  const out = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  await promisify(execFile)('openssl', ['req', '-x509', ...key, ...subject, ...out])
}

async function openFiles(master: number): Promise<readonly string[]> {
  const workers = (await readFile(`/proc/${master}/task/${master}/children`, 'utf8')).trim().split(' ')
  const files: string[] = []
  for (const worker of workers)
    for (const file of await readdir(`/proc/${worker}/fd`).catch(() => []))
      files.push(await readlink(`/proc/${worker}/fd/${file}`).catch(() => ''))
  return files
}

/** Asks until somebody listens. */
async function listens(nginx: Tied, port: number): Promise<void> {
  for (;;) {
    if (nginx.process.exitCode !== null) throw new Error(`nginx ended:\n${nginx.output()}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, HOST, () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
