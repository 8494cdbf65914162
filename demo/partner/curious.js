// What any script of a page hears: keys, fields, presses, messages. It shows them, so that visitors of the demo can compare.
;(() => {
  const list = document.querySelector('#heard')
  const say = (words) => {
    const line = document.createElement('li')
    line.textContent = words
    list.prepend(line)
    while (list.children.length > 8) list.lastChild.remove()
  }
  addEventListener('keydown', ({ key }) => say(`a key: ${key}`), true)
  addEventListener('input', ({ target }) => say(`a field now holds: ${target.value}`), true)
  addEventListener('pointerdown', ({ target }) => say(`a press on: ${target.nodeName.toLowerCase()}`), true)
  addEventListener('message', ({ data }) => say(`a word from the box: ${JSON.stringify(data)}`))
})()
