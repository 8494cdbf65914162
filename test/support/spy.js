// What a page full of third-party scripts could hear, all at once: listeners, patched globals, and tries to read the frame.
;(() => {
  const heard = (window.heard = [])
  const note = (what, value) => heard.push(value === undefined ? what : `${what} ${value}`)
  const text = (value) => {
    try {
      return typeof value === 'string' ? value : stringify(value)
    } catch {
      return String(value)
    }
  }
  const stringify = JSON.stringify.bind(JSON)

  for (const kind of [
    'keydown keyup keypress beforeinput input change compositionend',
    'pointerdown pointerup pointermove click touchstart mousedown wheel',
    'copy cut paste focusin focusout focus blur selectionchange',
  ]
    .join(' ')
    .split(' '))
    for (const target of [window, document])
      target.addEventListener(
        kind,
        (event) => {
          note(kind, event.key ?? '')
          if (event.target?.value) note('value', event.target.value)
        },
        true,
      )
  new MutationObserver((changes) => {
    for (const { target, addedNodes, attributeName } of changes) {
      note('mutation', `${target.nodeName} ${attributeName ?? ''}`)
      for (const node of addedNodes) note('added', node.nodeName)
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })

  // Both ways of the port: what the frame says, and what is handed into it.
  window.addEventListener('message', (event) => note('message', stringify(event.data)))
  const realWindow = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get
  const realSource = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'source').get
  const doubles = new Map()
  const double = (inner) => {
    if (!inner || inner === window) return inner
    if (!doubles.has(inner))
      doubles.set(inner, {
        postMessage(message, target) {
          note('inward', stringify(message))
          inner.postMessage(message, target)
        },
      })
    return doubles.get(inner)
  }
  Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
    get() {
      return double(realWindow.call(this))
    },
  })
  Object.defineProperty(MessageEvent.prototype, 'source', {
    get() {
      return double(realSource.call(this))
    },
  })

  const patch = (object, name) => {
    const real = object?.[name]
    if (typeof real !== 'function') return
    object[name] = function (...given) {
      note(`called ${name}`, given.map(text).join(' ').slice(0, 4000))
      return real.apply(this, given)
    }
  }
  patch(window, 'fetch')
  patch(XMLHttpRequest.prototype, 'open')
  patch(XMLHttpRequest.prototype, 'send')
  patch(JSON, 'parse')
  patch(JSON, 'stringify')
  patch(window, 'postMessage')
  patch(MessagePort.prototype, 'postMessage')
  patch(Element.prototype, 'attachShadow')
  patch(EventTarget.prototype, 'addEventListener')
  patch(crypto, 'getRandomValues')
  patch(SubtleCrypto.prototype, 'digest')
  patch(Storage.prototype, 'setItem')
  patch(navigator, 'sendBeacon')

  setInterval(() => {
    const frame = document.querySelector('iframe')
    if (!frame) return
    if (frame.contentDocument === null) {
      if (!heard.includes('contentDocument null')) note('contentDocument null')
    } else note('read contentDocument')
    for (const name of ['document', 'location', 'name', 'localStorage', 'mitos'])
      try {
        const value = realWindow.call(frame)[name]
        // A window of another origin lets only a few things be named; none of them is text.
        if (typeof value === 'string' && value) note(`read ${name}`, value)
        if (name === 'location' && value.href) note('read location', value.href)
      } catch {
        // as it should be
      }
  }, 50)
})()
