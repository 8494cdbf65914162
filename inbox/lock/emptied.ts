/**
 * Takes words, attributes, values and handlers from what is drawn no more, as soon as it is. A tab behind another one is not laid out
 * again, and a browser keeps the elements that it laid out last, with all that hangs on them: the person's words, and what the
 * handlers reach.
 */
export function emptyWhatGoes(root: Node): void {
  new MutationObserver((records) => {
    for (const { removedNodes } of records) for (const node of removedNodes) if (!node.isConnected) emptyAll(node)
  }).observe(root, { childList: true, subtree: true })
}

function emptyAll(top: Node): void {
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  const nodes = [top]
  while (walker.nextNode()) nodes.push(walker.currentNode)
  nodes.forEach(empty)
}

function empty(node: Node): void {
  // What Preact hangs on an element reaches its handlers, and they what they were made with.
  for (const own of Object.keys(node)) Reflect.deleteProperty(node, own)
  if (node instanceof Text) node.data = ''
  if (!(node instanceof Element)) return
  if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) node.value = ''
  for (const name of node.getAttributeNames()) node.removeAttribute(name)
  node.replaceChildren()
}
