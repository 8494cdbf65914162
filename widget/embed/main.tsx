/**
 * The page for webmasters. It is sandboxed without an origin of its own, so it has no storage and may send nothing: choices
 * live as long as the page. What stands behind this script in the page, for browsers without scripts, gives way to it.
 */
import { render } from 'preact'
import type { EmbedData } from '../../shared/embedData.ts'
import { App } from './App.tsx'

const data: EmbedData = JSON.parse(document.getElementById('embed-data')!.textContent!)
document.documentElement.dataset['script'] = ''
render(<App data={data} />, document.getElementById('app')!)
