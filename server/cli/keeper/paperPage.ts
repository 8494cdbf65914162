import { encode } from 'uqr'

/** The page's black squares as one path. */
function square(text: string): string {
  const { data, size } = encode(text, { ecc: 'Q', border: 4 })
  const dots = data.flatMap((row, y) => row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : [])))
  return `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="the same characters"><path d="${dots.join('')}"/></svg>`
}

/**
 * A page to print: nothing runs in it, nothing is fetched, and its words do not say what it opens.
 * @param groups of writePaper
 * @param name something by which its owner knows it again
 */
export const paperPage = (groups: readonly string[], name: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Notes</title>
<style>
  body { font: 12pt/1.5 system-ui, sans-serif; max-width: 17cm; margin: 1cm auto; color: #000; background: #fff }
  ol { columns: 2; font: 16pt/1.7 monospace; padding-left: 3em }
  li::marker { font: 10pt sans-serif }
  svg { width: 5.5cm; height: 5.5cm; shape-rendering: crispEdges; print-color-adjust: exact }
</style>
<h1>Notes</h1>
<p>No. ${name}</p>
<ol>
${groups.map((group) => `  <li>${group}</li>`).join('\n')}
</ol>
${square(groups.join(''))}
<p>Keep this page where you keep your passport. Do not photograph, copy or mail it. Nobody will ever ask you for it.
There is no letter I, L, O or U on it. The last character of each group is a check of that group.</p>
</html>
`
