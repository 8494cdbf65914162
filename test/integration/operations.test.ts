import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { checkBody, readHeader } from '../../shared/wire.ts'
import { drillsOf } from '../support/drills.ts'
import { type Machine, type Ran, canMakeMachine, startMachine } from '../support/machine.ts'
import { temporaryFolder } from './folder.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { BUILT, NOW, boxKey, hashOf, member, release, root, roster, sealedFor } from './network.ts'

/** Those of a whole network have a test of their own, unit/drills/network.test.ts. */
const drills = drillsOf(readFileSync('docs/operations.md', 'utf8')).filter(({ name }) => !name.startsWith('network: '))
const UNITS = readdirSync('server/systemd').filter((name) => name.startsWith('mitos-') || name === 'mitos.service')
const DATA = '/var/lib/mitos/data'
const WELL = '{"ok":true}'
/** How long a slow machine may take, ms. */
const SOON = { timeout: 20_000 }

describe('The units for systemd', () => {
  // The paths that they name are those of a real machine.
  const folder = temporaryFolder()
  beforeAll(() => {
    for (const unit of UNITS)
      writeFileSync(
        join(folder.path, unit),
        readFileSync(`server/systemd/${unit}`, 'utf8')
          .replaceAll('/opt/mitos', process.cwd())
          .replaceAll('/usr/bin/node', process.execPath),
      )
  })
  afterAll(() => folder.remove())
  const analyze = (...args: readonly string[]): string =>
    execFileSync('systemd-analyze', args, { cwd: folder.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

  it('start the server as npm start does', () => {
    const [, ...ours] = (
      JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
    ).scripts.start
      .replace('dist/', '/opt/mitos/dist/')
      .split(' ')
    expect(readFileSync('server/systemd/mitos.service', 'utf8')).toContain(
      `\nExecStart=/usr/bin/node ${ours.join(' ')}\n`,
    )
  })

  it('are understood by systemd, each line of them', () => {
    expect(UNITS).toHaveLength(5)
    expect(analyze('verify', '--man=no', '--recursive-errors=no', ...UNITS.map((unit) => `./${unit}`))).toBe('')
  })

  it.each(UNITS.filter((unit) => unit.endsWith('.service')))(
    '%s gives away next to nothing, as systemd counts',
    (unit) => {
      expect(analyze('security', '--offline=true', '--no-pager', '--threshold=15', `./${unit}`)).toMatch(
        /Overall exposure level .*: (0|1)\.\d/,
      )
    },
  )

  it('R39 leave no memory on the disk, and wait as long as the server needs to finish', () => {
    const unit = readFileSync('server/systemd/mitos.service', 'utf8')
    expect(unit).toMatch(/^LimitCORE=0$/m)
    expect(unit).toMatch(/^MemorySwapMax=0$/m)
    const patience = Number(/PATIENCE = ([\d_]+)/.exec(readFileSync('server/main.ts', 'utf8'))![1]!.replace('_', ''))
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)![1])).toBeGreaterThan(patience / 1000)
  })
})

describe.runIf(canMakeMachine())('On a machine with systemd, what docs/operations.md says', () => {
  let machine: Machine
  beforeAll(async () => void (machine = await startMachine(process.cwd())))
  afterAll(() => machine.stop())

  const body = sealedFor(boxKey('a21 1'), 7)
  const id = toBase64(readHeader(checkBody(body)).id)
  const run = async (script: string): Promise<string> => {
    const ran = await machine.run(script)
    if (ran.code !== 0) throw new Error(`${script}\nended with ${ran.code}:\n${ran.output}`)
    return ran.output
  }
  /** Root, release and roster, as the keeper puts them, and somebody's request. */
  const publish = async (): Promise<void> => {
    const keeper = join(machine.disk, 'keeper')
    mkdirSync(join(keeper, 'w'), { recursive: true })
    for (const [name, text] of Object.entries(BUILT)) writeFileSync(join(keeper, 'w', name), text)
    await run(`install -o mitos -g mitos -m 600 /var/lib/keeper/w/* ${DATA}/w/`)
    for (const [kind, document] of Object.entries({ root: root(), release: release(), roster: roster() })) {
      writeFileSync(join(keeper, kind), JSON.stringify(document))
      await run(
        `curl -sf -X PUT -H 'content-type: application/json' --data-binary @/var/lib/keeper/${kind} http://127.0.0.1:8080/trust/${kind}`,
      )
    }
    writeFileSync(join(keeper, 'body'), body)
    expect(await send()).toBe('204')
  }
  const send = () =>
    run(
      `curl -s -o /dev/null -w '%{http_code}' --data-binary @/var/lib/keeper/body -H 'content-type:' -A canary-agent http://127.0.0.1:8080/api/requests`,
    )
  const findings = (output: string, state: string) => output.split('\n').filter((one) => one.startsWith(state))
  const rows = () =>
    run(
      `node -e "const D=require('better-sqlite3');console.log(new D('${DATA}/mitos.db',{readonly:true}).prepare('SELECT count(*) n FROM requests').get().n)"`,
    )

  /** What is so before a block, and what should be seen after it. */
  const CASES: Readonly<Record<string, { before?: () => Promise<unknown>; after: (ran: Ran) => unknown }>> = {
    'new server': {
      after: ({ code }) => expect(code).toBe(0),
    },
    'first start': {
      before: () =>
        run(`sed -i 's/^MITOS_ROOT=.*/MITOS_ROOT=${hashOf(root())}/' /etc/mitos/mitos.env; systemctl daemon-reload`),
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(await run(`stat -c '%U %a' ${DATA} ${DATA}/mitos.db`)).toBe('mitos 700\nmitos 600\n')
        expect(await run('ps -o user= -C node')).toBe('mitos\n')
        const limits = await run('cat /proc/$(systemctl show -P MainPID mitos)/limits')
        expect(limits).toMatch(/Max core file size +0 +0/)
        const status = await run('cat /proc/$(systemctl show -P MainPID mitos)/status')
        expect(status).toMatch(/CapBnd:\t0+\nCapAmb:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2/)
        // The folder of the code, and all but its own, is read-only for it.
        const elsewhere = await machine.run(
          'nsenter -t $(systemctl show -P MainPID mitos) -m touch /opt/mitos/x /etc/x',
        )
        expect(elsewhere.output).toMatch(/Read-only file system[^]*Read-only file system/)
      },
    },
    'why it does not start': {
      async before() {
        await run(
          `cp -p /etc/mitos/mitos.env /root/; echo MITOS_TRUSTPROXY=127.0.0.1 >> /etc/mitos/mitos.env; systemctl restart mitos`,
        )
        await expect.poll(() => run('systemctl show -P ActiveState,ExecMainStatus mitos'), SOON).toContain('failed')
      },
      async after({ output }) {
        expect(output).toContain('mitos does not start: config-unknown: MITOS_TRUSTPROXY')
        // It is not tried again and again.
        expect(await run('systemctl show -P NRestarts -P ExecMainStatus mitos')).toBe('0\n78\n')
        await run('cp -p /root/mitos.env /etc/mitos/; systemctl restart mitos')
        await run('curl -s --retry 20 --retry-all-errors --retry-delay 1 http://127.0.0.1:8080/healthz')
      },
    },
    look: {
      before: publish,
      async after({ code, output }) {
        expect([code, findings(output, 'FAIL')]).toEqual([3, []])
        expect(findings(output, 'warn').join()).toMatch(/^warn shifts[^,]*$/)
        expect(output).toMatch(/ok {3}backup {3}the newest was made/)
        await run('systemctl start mitos-check')
        expect(await run('systemctl show -P Result mitos-check')).toBe('success\n')
      },
    },
    upgrade: {
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(findings(output, 'FAIL')).toEqual([])
        expect(await rows()).toBe('1\n')
      },
    },
    downgrade: {
      async before() {
        await run('systemctl stop mitos')
        await run(`cp -p ${DATA}/mitos.db ${DATA}/before-1.db`)
        await run(`node -e "
          const d = new (require('better-sqlite3'))('${DATA}/mitos.db')
          d.exec('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (1, 9e12)')"`)
        await run('systemctl start mitos')
        await expect
          .poll(() => run('journalctl -u mitos -n 3 --no-pager'), SOON)
          .toContain('store-newer: a newer Mitos')
      },
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(await run('ls /var/lib/mitos/newer')).toContain('mitos.db')
        expect((await machine.run('mitos check --live')).output).not.toContain('FAIL')
      },
    },
    'disk full': {
      async before() {
        await run(
          `systemctl stop mitos; cp -a /var/lib/mitos /root/kept; mount -t tmpfs -o size=24m,mode=700 tmpfs /var/lib/mitos; cp -a /root/kept/. /var/lib/mitos/`,
        )
        await run(
          'systemctl start mitos; curl -s --retry 20 --retry-all-errors --retry-delay 1 http://127.0.0.1:8080/healthz',
        )
        await machine.run('cat /dev/zero > /var/lib/mitos/somebody-elses.log')
        await expect
          .poll(async () => (await machine.run('mitos check --live')).output, SOON)
          .toMatch(/FAIL server {3}answers 503 store-full/)
        expect((await machine.run('mitos check')).output).toMatch(/FAIL disk {5}0\.0 GB free: requests will be refused/)
      },
      after: ({ output }) => expect(output).toMatch(/100% \/var\/lib\/mitos[^]*somebody-elses\.log/),
    },
    'room again': {
      before: () => run('rm /var/lib/mitos/somebody-elses.log'),
      async after({ output }) {
        expect(output).toContain('ok   server   answers, and can write')
        expect(await send()).toBe('204')
        await run('systemctl stop mitos; umount /var/lib/mitos; systemctl start mitos')
        await run('curl -s --retry 20 --retry-all-errors --retry-delay 1 http://127.0.0.1:8080/healthz')
      },
    },
    damaged: {
      async before() {
        await run('systemctl stop mitos')
        await run(`dd if=/dev/urandom of=${DATA}/mitos.db bs=4096 seek=1 count=4 conv=notrunc status=none`)
        expect((await machine.run('mitos check')).output).toMatch(/FAIL database it is damaged/)
      },
      async after({ output }) {
        expect(output).toMatch(/from the backup: 1 requests.*\nshredded again: 0 by tombstones/)
        expect(output).toContain(WELL)
        expect(findings(output, 'FAIL')).toEqual([])
        expect(await rows()).toBe('1\n')
      },
    },
    'empty machine': {
      before: () =>
        run(`systemctl stop mitos; cp $(ls -t /var/lib/mitos/backups/* | head -n 1) /root/newest.backup
          mv /var/lib/mitos/backups /root/; rm -r /var/lib/mitos`),
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(await run(`cmp ${DATA}/server.secret /root/server.secret; stat -c '%U %a' ${DATA}`)).toBe('mitos 700\n')
        expect(await run('curl -s http://127.0.0.1:8080/w/panel.abc.js')).toBe('panel()')
        expect(await rows()).toBe('1\n')
        await run('cp -a /root/backups/. /var/lib/mitos/backups/')
      },
    },
    'secret lost': {
      before: () => run(`rm ${DATA}/server.secret`),
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(await run(`stat -c '%U %a %s' ${DATA}/server.secret`)).toBe('mitos 600 32\n')
      },
    },
    'site off': {
      async after({ output }) {
        expect(output).toContain('limani')
        await run('mitos site on limani')
      },
    },
    'it hangs': {
      before: () => run('systemctl kill --signal=STOP mitos'),
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(await run('systemctl show -P NRestarts mitos')).toBe('1\n')
        expect(await rows()).toBe('1\n')
      },
    },
    moving: {
      async after({ output }) {
        expect(output).toContain(WELL)
        expect(findings(output, 'FAIL')).toEqual([])
        expect(await rows()).toBe('1\n')
      },
    },
    'an authority asks': {
      async after({ output }) {
        const produced = JSON.parse(output) as Record<string, unknown>
        expect(Object.keys(produced)).toEqual([
          'id',
          'hour',
          'sealedFor',
          'mailbox',
          'tag',
          'cameUnderLoad',
          'callsNobody',
          'taken',
          'case',
          'steppedBackFromMailbox',
          'sealed',
        ])
        expect(produced).toMatchObject({
          id,
          sealedFor: { ngo: 'a21' },
          hour: expect.stringMatching(/T\d\d:00Z$/),
          taken: null,
        })
        expect(produced['sealed']).toBe(Buffer.from(body).toString('base64'))
        const kept = output + (await run(`journalctl --no-pager; strings -a ${DATA}/mitos.db* | grep -v '^$'`))
        expect(kept).not.toMatch(/canary-agent|127\.0\.0\.1"|user-agent/i)
        const none = await machine.run('mitos produce AAAAAAAAAAAAAAAAAAAAAA')
        expect(none).toEqual({ code: 1, output: expect.stringMatching(/^mitos: not-found: no request has this id/) })
        expect((await machine.run('mitos produce 127.0.0.1')).output).toMatch(/^mitos: bad-input: an id has 22/)
      },
    },
    'an operator': {
      async before() {
        await run(`systemctl stop mitos; cp -p ${DATA}/server.secret /root/; chown -R root: ${DATA}`)
        const store = await openSqliteStore(join(machine.disk, 'mitos/data'), { clock: () => NOW })
        const { login: _, ...stored } = member('lena', 'a21')
        await store.putMember(stored)
        await store.addSession({ tokenHash: new Uint8Array(32), member: stored.id, hour: NOW })
        await store.close()
        await run(`chown -R mitos: ${DATA}`)
      },
      async after({ output }) {
        expect(output).toContain('lena is logged out everywhere (1)')
        expect(output).toContain(WELL)
        expect(findings(output, 'FAIL')).toEqual([])
        expect(await run('mitos member list')).toBe('lena a21 0\n')
        expect((await machine.run(`cmp ${DATA}/server.secret /root/old.secret`)).code).toBe(1)
        expect(await run(`cmp ${DATA}/server.secret /root/server.secret`)).toBe('')
      },
    },
  }

  it('has a drill for each block of commands, and a block for each drill', () => {
    expect(drills.map(({ name }) => name)).toEqual(Object.keys(CASES))
  })

  it.each(drills)('holds: $name', async ({ name, script }) => {
    const { before, after } = CASES[name]!
    await before?.()
    await after(await machine.run(`REQUEST=${id} SITE=limani\n${script}`))
  })
})
