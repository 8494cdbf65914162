import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * All style sheets of a page of our own as one text, the colours of `build/colours.css` first.
 * @param root the repository
 * @param folder of the page, relative to it, such as `inbox`
 * @param order the sheets below the folder in the order in which they hold: later ones may change what earlier ones say
 * @throws Error where a style sheet lies in it that `order` does not name, or the other way round
 */
export async function pageStyle(root: string, folder: string, order: readonly string[]): Promise<string> {
  const home = join(root, folder)
  const there = (await readdir(home, { recursive: true })).filter((path) => path.endsWith('.css'))
  const unnamed = there.filter((path) => !order.includes(path))
  if (unnamed.length) throw new Error(`the build does not name ${unnamed.join(', ')} of ${folder}`)
  const paths = [join(root, 'build/colours.css'), ...order.map((path) => join(home, path))]
  return (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('')
}
