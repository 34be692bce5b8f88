// Where this page is: everything that it shows is named by its address, the moment included,
// so that an address can be sent to a colleague.

/** What the address says: `view`, `id`, `at` and a view's own filters. */
export function place() {
  const parameters = new URLSearchParams(location.search);
  const said = Object.fromEntries(parameters);
  return { ...said, view: said.view || 'fleet' };
}

/** The address of another place, the moment kept unless `change` names one (null for now). */
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

/** Goes to another place; `replace` where the step back should leave it out, `state` what is known of the way there. */
export function go(change, { replace = false, state = null } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', address(change));
  for (const body of listeners) body();
}

/** Goes to the same place with some of it changed. */
export const refine = (change, options) => go({ ...place(), ...change }, options);

addEventListener('popstate', () => { for (const body of listeners) body(); });

document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[href^="?"], a.brand');
  if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', anchor.getAttribute('href') === '?' ? address({}) : anchor.href);
  for (const body of listeners) body();
});
