import { type RunningDemo, runDemo } from './demoProcess.ts'
import { startNginx } from './nginx.ts'
import { freePort } from './tied.ts'

/** The demo with nginx and TLS in front: what it says of its own address is nginx's. */
export async function runDemoBehindNginx(env: Readonly<Record<string, string>> = {}): Promise<RunningDemo> {
  const [port, upstream] = [await freePort(), await freePort()]
  const nginx = await startNginx({ upstream, port })
  const demo = await runDemo({
    ...env,
    MITOS_PORT: String(upstream),
    MITOS_ORIGIN: nginx.origin,
    MITOS_TRUST_PROXY: '127.0.0.1',
  })
  return {
    ...demo,
    async stop(signal) {
      await nginx.stop()
      return demo.stop(signal)
    },
  }
}
