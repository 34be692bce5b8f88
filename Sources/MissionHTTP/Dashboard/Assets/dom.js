// Elements from plain values: a view returns the wanted content, and only differences are changed,
// so that focus, selection and scrolling outlive every live update. Text only ever becomes text nodes.

const svgTags = new Set(['svg', 'g', 'path', 'rect', 'line', 'circle', 'text', 'title', 'defs', 'pattern', 'desc']);

/** Describes an element: `props` are attributes, `on…` handlers, `key`, and `style` (an object of properties). */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false) };
}

/** Changes the content of `parent` to what `children` describe. */
export function render(parent, ...children) {
  patchChildren(parent, children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
}

function create(node, inSVG) {
  if (typeof node !== 'object') return document.createTextNode(String(node));
  const svg = node.tag === 'svg' || (inSVG && svgTags.has(node.tag));
  const element = svg
    ? document.createElementNS('http://www.w3.org/2000/svg', node.tag) : document.createElement(node.tag);
  element.described = {};
  patch(element, node, svg);
  return element;
}

function patch(element, node) {
  const before = element.described ?? {};
  const after = node.props;
  for (const name in before) if (!(name in after)) set(element, name, undefined, before[name]);
  for (const name in after) if (after[name] !== before[name]) set(element, name, after[name], before[name]);
  element.described = after;
  if (!('text' in after)) patchChildren(element, node.children);
}

function set(element, name, value, before) {
  if (name === 'key') return;
  if (name === 'text') { if (element.textContent !== String(value)) element.textContent = value ?? ''; return; }
  if (name === 'style') {
    for (const property in before ?? {}) element.style.removeProperty(property);
    for (const property in value ?? {}) element.style.setProperty(property, value[property]);
    return;
  }
  if (name.startsWith('on')) { element[name.toLowerCase()] = value ?? null; return; }
  if (name === 'value' || name === 'checked' || name === 'open' && element.localName === 'details') {
    // A person's input stays until the description itself changes, and text being typed until it was taken in:
    // an older description would take the last letters away, or bring deleted ones back.
    const isAhead = name === 'value' && typing === element && document.activeElement === element;
    if (!isAhead) element[name] = value ?? (name === 'value' ? '' : false);
    return;
  }
  // After a person's choice the element no longer follows the attribute.
  if (name === 'selected') { element.selected = Boolean(value); return; }
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** The field typed in since its last change; one with `oninput` describes its typed text itself. */
let typing = null;
document.addEventListener('input', ({ target }) => { typing = target.oninput ? null : target; });
document.addEventListener('change', () => { typing = null; });

const keyOf = (child) => (child.described ? child.described.key : undefined);

function patchChildren(parent, wanted) {
  const inSVG = parent.namespaceURI?.endsWith('svg');
  const wantedKeys = new Set(wanted.map((node) => node.props?.key));
  const keyed = new Map();
  for (const child of [...parent.childNodes]) {
    const key = keyOf(child);
    if (key === undefined) continue;
    // Dropped elements go first: else all that follow would be moved before them, losing focus and scrolling.
    if (wantedKeys.has(key)) keyed.set(key, child); else child.remove();
  }
  let at = parent.firstChild;
  for (const node of wanted) {
    const key = node.props?.key;
    let reuse = key !== undefined ? keyed.get(key) : at;
    if (key === undefined) while (reuse && keyOf(reuse) !== undefined) reuse = reuse.nextSibling;
    if (reuse && fits(reuse, node)) {
      if (reuse !== at) parent.insertBefore(reuse, at); else at = at.nextSibling;
      if (typeof node === 'object') patch(reuse, node);
      else if (reuse.data !== String(node)) reuse.data = String(node);
      if (key !== undefined) keyed.delete(key);
    } else {
      parent.insertBefore(create(node, inSVG), at);
    }
  }
  while (at) { const next = at.nextSibling; parent.removeChild(at); at = next; }
}

function fits(child, node) {
  if (typeof node !== 'object') return child.nodeType === Node.TEXT_NODE;
  return child.nodeType === Node.ELEMENT_NODE && child.localName === node.tag.toLowerCase()
    && child.described !== undefined && keyOf(child) === node.props.key;
}
