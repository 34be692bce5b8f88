// Requests to the server that this page came from: the contract's objects, and its errors in its words.

import { line } from './format.js';
import { place } from './place.js';
import { token } from './token.js';

/** An error of the contract: `code`, `message`, and whether trying again may help. */
export class Refusal extends Error {
  constructor({ code, message, retryable, details }, status) {
    super(message);
    Object.assign(this, { code, retryable: Boolean(retryable), details, status });
  }
}

/** Asks: a GET under /api/v1, as of the page's moment. */
export function ask(path, parameters = {}, { signal, now = false } = {}) {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters)) {
    for (const value of [values].flat()) if (value !== undefined && value !== null && value !== '') query.append(name, value);
  }
  const { at } = place();
  if (at && !now) query.set('as_of', at);
  const text = query.toString();
  return call('GET', `${path}${text ? '?' + text : ''}`, undefined, signal);
}

/** Commands: a POST under /api/v1. */
export const tell = (path, body = {}) => call('POST', path, body);

async function call(method, path, body, signal) {
  const response = await send(method, path, body, signal);
  const text = await response.text();
  let answer;
  try { answer = JSON.parse(text); } catch { answer = null; }
  if (response.ok && answer) return answer;
  throw new Refusal(answer?.error ?? { code: `HTTP ${response.status}`, message: line(text, 200) || 'the server’s answer can’t be read' }, response.status);
}

/** One file of a mission's workspace, as bytes. */
export async function file(id, path) {
  const response = await send('GET', `missions/${encodeURIComponent(id)}/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`);
  if (response.ok) return response.blob();
  const answer = await response.json().catch(() => null);
  throw new Refusal(answer?.error ?? { code: `HTTP ${response.status}`, message: 'the file can’t be loaded' }, response.status);
}

/** Sends a request with the token; an unreachable server gives `unavailable`. */
export async function send(method, path, body, signal, headers = {}) {
  try {
    return await fetch(`/api/v1/${path}`, {
      method, signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
      headers: {
        Authorization: `Bearer ${token()}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal({ code: 'unavailable', message: 'the server can’t be reached; trying again', retryable: true }, 0);
  }
}
