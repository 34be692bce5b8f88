// The live log: every event of every ledger as it is committed, filtered, bounded.

import { h, render } from '../dom.js';
import { ask } from '../api.js';
import { empty, json, link, problem } from '../bits.js';
import { clock, full, line, short } from '../format.js';
import { refine } from '../place.js';
import { reload } from '../signals.js';

/** How many events the page asks for, and how many it keeps. */
const asked = 200;
const kept = 500;

let isPaused = false;

export const title = () => 'Log';

export async function load(place, signal, before) {
  const filter = filterOf(place);
  if (before?.filter.name === filter.name && !before.isBehind && !before.refusal) return before;
  const events = [];
  let refusal = null;
  try {
    const pages = await Promise.all(filter.types.map((type) => ask('events', { tail: asked, ledger: filter.ledger, type }, { signal })));
    for (const event of pages.flatMap((page) => page.events)) if (filter.admits(event)) put(event, events);
  } catch (error) {
    // An unknown ledger is reported beside the field that names it.
    if (error.status !== 404) throw error;
    refusal = error;
  }
  return { events, filter, refusal, at: place.at, opened: before?.opened ?? new Set(), isBehind: false };
}

/** Takes an event of the stream; true if the page shows it. */
export function take(event, data) {
  if (!data || data.at || !data.filter.admits(event)) return false;
  if (isPaused) { data.isBehind = true; return false; }
  return put(event, data.events);
}

/** Inserts an event among others in the log's order; false if it is there already. */
function put(event, events) {
  let at = events.length;
  while (at > 0 && compare(events[at - 1], event) > 0) at -= 1;
  if (at > 0 && compare(events[at - 1], event) === 0) return false;
  events.splice(at, 0, event);
  if (events.length > kept) events.splice(0, events.length - kept);
  return true;
}

/** The log's order over all ledgers. */
const compare = (a, b) => order(a.recorded_at, b.recorded_at) || order(a.ledger, b.ledger) || a.position - b.position;

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export function draw(data, place) {
  const change = (name) => (event) => refine({ [name]: event.target.value }, { replace: true });
  const hold = (event) => { isPaused = event.target.checked; if (!isPaused) reload(); };
  const shown = [...data.events].reverse();
  return [
    h('h1', { text: 'Log' }),
    h('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
      h('label', null, 'Type or stream ', h('input', { type: 'search', value: place.type ?? '', placeholder: 'failed, session/, vp.mission.* …', onchange: change('type') })),
      h('label', null, 'Ledger ', h('input', { type: 'text', size: '8', value: place.ledger ?? '', placeholder: 'all', onchange: change('ledger') })),
      h('label', null, h('input', { type: 'checkbox', checked: place.beats === 'true', onchange: (e) => refine({ beats: e.target.checked ? 'true' : '' }, { replace: true }) }), ' heartbeats'),
      place.at ? null : h('label', null, h('input', { type: 'checkbox', checked: isPaused, onchange: hold }), ' hold still')),
    data.filter.types.length > 1 ? h('p', { class: 'faint', text: `Types are searched in the whole log, streams and actors only in its last ${asked} events.` }) : null,
    data.refusal ? problem(data.refusal) : shown.length ? h('ol', { class: 'events', 'aria-label': 'Events, newest first' }, shown.map((e) => eventLine(e, data.opened)))
      : empty('No event matches.'),
  ];
}

/** The filter of the address: the parameters for the server, and the same test for events of the stream. */
function filterOf(place) {
  const text = (place.type ?? '').trim();
  const ledger = (place.ledger ?? '').trim();
  const isQuiet = place.beats !== 'true' && !text.includes('heartbeat');
  const quiet = isQuiet ? ['!*.heartbeat'] : [];
  const isGlob = /[*?]/.test(text);
  const admitsText = isGlob ? glob(text) : (e) => [e.type, e.stream, e.actor].some((name) => name.includes(text));
  return {
    name: JSON.stringify([place.at, text, ledger, isQuiet]), ledger,
    // Types are searched in the whole log; a part of a stream's or an actor's name among the last events.
    types: !text ? [quiet] : isGlob ? [[text, ...quiet]] : [[`*${text}*`, ...quiet], quiet],
    admits: (event) => (!ledger || event.ledger === ledger) && !(isQuiet && event.type.endsWith('.heartbeat')) && admitsText(event),
  };
}

/** Whether an event's type fits a pattern of the server's: `*` any text, `?` one character, a leading `!` negates it. */
function glob(text) {
  const isNegated = text.startsWith('!');
  const pattern = text.slice(isNegated ? 1 : 0).replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const whole = new RegExp(`^${pattern}$`);
  return ({ type }) => whole.test(type) !== isNegated;
}

/** An event in a line, without a summary of its own: its main text, else its first plain values. */
export const told = ({ payload: p, actor }) =>
  line(p?.summary ?? p?.message ?? p?.error ?? p?.question ?? p?.answer ?? p?.path ?? p?.note ?? p?.objective ?? p?.reason ?? plain(p)) || actor;

const plain = (payload) => Object.entries(payload ?? {}).filter(([, value]) => ['string', 'number'].includes(typeof value) && `${value}`.length < 40).slice(0, 4)
  .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`).join(' · ');

/** One event; if opened, with its envelope and payload. */
export function eventLine(event, opened, origin) {
  const isOpen = opened.has(event.event_id);
  const toggle = (e) => {
    if (e.target.open) opened.add(event.event_id); else opened.delete(event.event_id);
    const box = e.target.querySelector('.payload');
    if (box) render(box, e.target.open ? json(event) : null);
  };
  const mission = event.stream.startsWith('mission/') ? event.stream.slice(8) : null;
  return h('li', { key: event.event_id, class: `event is-${event.type.split('.').pop()}` },
    h('details', { open: isOpen, ontoggle: toggle },
      h('summary', null, h('time', { datetime: event.recorded_at, title: full(event.recorded_at), text: origin ? origin(event.recorded_at) : clock(event.recorded_at) }), ' ',
        h('code', { class: 'place', text: event.event_id }), ' ', h('strong', { text: event.type.replace(/^vp\./, '') }), ' ',
        h('span', { class: 'faint', text: event.summary ?? told(event) })),
      h('div', { class: 'payload' }, isOpen ? json(event) : null)),
    mission && !origin ? link({ view: 'mission', id: mission }, { class: 'id' }, short(mission)) : null);
}
