// The live event stream: one for all tabs of a browser. The tab that holds the lock reads it and tells the others;
// when it goes, the next takes over at the last cursor, without gap or repeat.

import { send } from './api.js';
import { messages } from './sse.js';
import { channel } from './tabs.js';

/** How long a stream may be silent, without even keep-alive comments, before it counts as cut. */
const silence = 40_000;

let cursor = null;
let state = { kind: 'connecting', since: Date.now() };
const eventListeners = [];
const stateListeners = [];
const openListeners = [];

/** Calls `body` with each event as it comes. */
export const onEvent = (body) => eventListeners.push(body);

/** Calls `body` with `live`, `connecting` or `cut`, and since when. */
export function onState(body) {
  stateListeners.push(body);
  body(state);
}

/** Calls `body` whenever the stream opens: with true if it begins anew, so that no tab knows earlier events. */
export const onOpen = (body) => openListeners.push(body);

/** Starts reading, here or in another tab. */
export function startStream() {
  channel.addEventListener('message', ({ data }) => {
    if (data.kind === 'event') take(data.id, data.event);
    if (data.kind === 'state') become(data.state, true);
    if (data.kind === 'open') opened(data.isBeginning);
    if (data.kind === 'hello' && isReader) channel.postMessage({ kind: 'state', state });
  });
  if (!navigator.locks) return read();
  channel.postMessage({ kind: 'hello' });
  navigator.locks.request('missionlog-stream', read);
}

let isReader = false;

async function read() {
  isReader = true;
  for (let attempt = 0; ; attempt += 1) {
    const begun = Date.now();
    try { await readOnce(() => { attempt = 0; }); } catch (error) {
      if (error.status === 401) return become({ kind: 'refused', since: Date.now() });
      // The place doesn't fit these ledgers: one was restored to an earlier end, or a lane is gone.
      if (error.status === 400 && cursor) { cursor = null; continue; }
    }
    become({ kind: 'cut', since: state.kind === 'cut' ? state.since : Date.now() });
    if (Date.now() - begun > 10_000) attempt = 0;
    await new Promise((done) => setTimeout(done, Math.min(250 * 2 ** attempt, 5_000) * (0.75 + Math.random() / 2)));
  }
}

async function readOnce(admitted) {
  const isBeginning = !cursor;
  const stop = new AbortController();
  let timer;
  const hold = () => { clearTimeout(timer); timer = setTimeout(() => stop.abort(), silence); };
  hold();
  try {
    const response = await send('GET', 'events', undefined, stop.signal,
      { Accept: 'text/event-stream', ...(cursor ? { 'Last-Event-ID': cursor } : {}) });
    if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
    admitted();
    become({ kind: 'live', since: Date.now() });
    channel.postMessage({ kind: 'open', isBeginning });
    opened(isBeginning);
    for await (const message of messages(response, hold)) {
      if (message.id) cursor = message.id;
      if (message.data) pass(message.id, JSON.parse(message.data));
    }
  } finally { clearTimeout(timer); stop.abort(); }
}

/** Takes an event, and passes it to the other tabs. */
function pass(id, event) {
  channel.postMessage({ kind: 'event', id, event });
  take(id, event);
}

function take(id, event) {
  if (id) cursor = id;
  for (const body of eventListeners) body(event);
}

function opened(isBeginning) {
  // A stream that was given up leaves no place from which to continue this one.
  if (isBeginning) cursor = null;
  for (const body of openListeners) body(isBeginning);
}

function become(next, fromElsewhere = false) {
  const changed = next.kind !== state.kind;
  state = next;
  if (!fromElsewhere) channel.postMessage({ kind: 'state', state });
  if (changed || fromElsewhere) for (const body of stateListeners) body(state);
}
