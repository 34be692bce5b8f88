// The live log: every event of every ledger as it is committed, filtered here, bounded.

import { h, render } from '../dom.js';
import { ask } from '../api.js';
import { empty, json, link } from '../bits.js';
import { clock, full, line, short } from '../format.js';
import { refine } from '../place.js';

/** How many events the page keeps. */
const kept = 500;

let isPaused = false;

export const title = () => 'Log';

export async function load(place, signal, before) {
  if (before?.events && !place.at && before.at === place.at) return before;
  const page = await ask('events', { tail: 200 }, { signal });
  return { events: page.events, at: place.at, opened: new Set() };
}

/** Takes an event of the stream in; true where the page shows it. */
export function take(event, data) {
  if (!data?.events || data.at || isPaused) return false;
  if (data.events.some((e) => e.event_id === event.event_id)) return false;
  data.events.push(event);
  if (data.events.length > kept) data.events.splice(0, data.events.length - kept);
  return true;
}

export function draw(data, place) {
  const change = (name) => (event) => refine({ [name]: event.target.value }, { replace: true });
  const types = (place.type ?? '').trim();
  const shown = data.events.filter((e) => matches(e, types, place.ledger, place.beats === 'true')).reverse();
  return [
    h('h1', { text: 'Log' }),
    h('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
      h('label', null, 'Type or stream ', h('input', { type: 'search', value: place.type ?? '', placeholder: 'failed, session/, vp.mission.* …', onchange: change('type') })),
      h('label', null, 'Ledger ', h('input', { type: 'text', size: '8', value: place.ledger ?? '', placeholder: 'all', onchange: change('ledger') })),
      h('label', null, h('input', { type: 'checkbox', checked: place.beats === 'true', onchange: (e) => refine({ beats: e.target.checked ? 'true' : '' }, { replace: true }) }), ' heartbeats'),
      place.at ? null : h('label', null, h('input', { type: 'checkbox', checked: isPaused, onchange: (e) => { isPaused = e.target.checked; } }), ' hold still')),
    shown.length ? h('ol', { class: 'events', 'aria-label': 'Events, newest first' }, shown.map((e) => eventLine(e, data.opened))) : empty('No event matches.'),
  ];
}

function matches(event, text, ledger, beats) {
  if (ledger && event.ledger !== ledger) return false;
  if (!beats && event.type.endsWith('.heartbeat') && !text.includes('heartbeat')) return false;
  if (!text) return true;
  if (text.includes('*')) return new RegExp(`^${text.split('*').map((p) => p.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(event.type);
  return event.type.includes(text) || event.stream.includes(text) || event.actor.includes(text);
}

/** What an event says, where nobody has summed it up: its telling text, else its first plain values. */
export const told = ({ payload: p, actor }) =>
  line(p?.summary ?? p?.message ?? p?.error ?? p?.question ?? p?.answer ?? p?.path ?? p?.note ?? p?.objective ?? p?.reason ?? plain(p)) || actor;

const plain = (payload) => Object.entries(payload ?? {}).filter(([, value]) => ['string', 'number'].includes(typeof value) && `${value}`.length < 40).slice(0, 4)
  .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`).join(' · ');

/** One event; opened, its envelope and payload. */
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
