/** Paper, ink and one thread, light and dark; the opener is a pill like the page's own "Contact". */
export const CSS =
  ':root{--p:#FBF8F4;--i:#1F2A2E;--e:#857C70;--t:#0B5F66}' +
  '@media(prefers-color-scheme:dark){:root{--p:#14191B;--i:#ECE7E0;--e:#76848A;--t:#7CCBC8}}' +
  'body{margin:0;font:17px/1.2 system-ui,sans-serif}' +
  'body>*{position:fixed;inset:0;color:var(--i);background:var(--p)}' +
  '[data-opener]:not([hidden]){inset:4px 0;display:flex;align-items:center;justify-content:center;gap:10px;border:1.5px solid var(--e);border-radius:99px;font:600 16px/1.15 system-ui,sans-serif;cursor:pointer}' +
  'svg,a{flex:none;color:var(--t)}' +
  ':focus-visible{outline:3px solid var(--t);outline-offset:-5px}' +
  'body>div:empty~div{animation:w 4s step-end}' +
  '@keyframes w{from{visibility:hidden}}' +
  '[data-exit]{visibility:visible}' +
  '[data-lines]{padding:24px;font-size:22px;overflow:auto}' +
  '[data-lines] a{display:block;padding:14px 0}' +
  '[data-lines] button{float:inline-end;width:44px;height:44px;border:0;background:0;color:inherit;font-size:26px}'

/** Adds a style sheet; constructable ones are allowed under every CSP that lets this script run at all. */
export const styler =
  (nonce: string) =>
  (css: string): void => {
    try {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    } catch {
      const style = document.createElement('style')
      style.nonce = nonce
      style.textContent = css
      document.head.append(style)
    }
  }
