// The token: taken from the address once, kept for this tab alone, and handed to sibling tabs that ask.
// It is never written to a place that outlives the browser's session.

import { channel } from './tabs.js';

const name = 'missionlog-token';

/** This tab's token; null if it has none. */
export const token = () => sessionStorage.getItem(name);

export function keepToken(text) {
  sessionStorage.setItem(name, text);
}

export function dropToken() {
  sessionStorage.removeItem(name);
}

/** Takes the token from the address's fragment, which is cleared at once; false if it has none. */
export function takeToken() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (!fragment.has('token')) return false;
  keepToken(fragment.get('token'));
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

/** Takes the token from the address, or asks the other tabs for theirs. */
export async function findToken() {
  takeToken();
  if (!token()) {
    channel.postMessage({ kind: 'token-wanted' });
    for (let waited = 0; waited < 300 && !token(); waited += 30) await new Promise((done) => setTimeout(done, 30));
  }
  return token();
}

channel.addEventListener('message', ({ data }) => {
  if (data.kind === 'token-wanted' && token()) channel.postMessage({ kind: 'token', token: token() });
  if (data.kind === 'token' && !token()) keepToken(data.token);
});
