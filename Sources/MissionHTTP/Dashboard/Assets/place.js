// The place of this page: its address names everything that it shows, the moment included,
// so that an address can be sent to a colleague.

/** The parts of the address: `view`, `id`, `at` and a view's own filters. */
export function place() {
  const parameters = new URLSearchParams(location.search);
  const said = Object.fromEntries(parameters);
  return { ...said, view: said.view || 'fleet' };
}

/** The address of another place, with the same moment unless `change` names one (null for now). */
export function address(change) {
  const at = 'at' in change ? change.at : place().at;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...change, at })) {
    if (value !== null && value !== undefined && value !== '' && !(name === 'view' && value === 'fleet')) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text ? `?${text}` : location.pathname;
}

const listeners = [];

/** Calls `body` whenever the place changes. */
export const onMove = (body) => listeners.push(body);

/** Goes to another place; `replace` drops the present one from the history, `state` describes the way there. */
export function go(change, { replace = false, state = null } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', address(change));
  for (const body of listeners) body();
}

/** Goes to the same place with parts of it changed. */
export const refine = (change, options) => go({ ...place(), ...change }, options);

addEventListener('popstate', () => { for (const body of listeners) body(); });

document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[href^="?"], a.brand');
  if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', anchor.getAttribute('href') === '?' ? address({}) : anchor.href);
  for (const body of listeners) body();
});
