// The fleet at any past moment: a slider and a field that move the address's moment, the fleet as it was then, and
// what changed between two moments.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { age, chip, empty, missionLink, problem, row, section, table } from '../bits.js';
import { clock, full, plural } from '../format.js';
import { refine } from '../place.js';
import * as fleet from './fleet.js';

export const title = () => 'Time';

export async function load(place, signal, before) {
  const first = before?.first ?? (await ask('events', { limit: 1 }, { signal, now: true })).events[0]?.recorded_at ?? null;
  const shown = await fleet.load(place, signal);
  const changes = place.from
    ? await ask('diff', { from: place.from, to: place.at || undefined }, { signal, now: true }).catch((error) => { if (error.name === 'AbortError') throw error; return { error }; }) : null;
  return { first, changes, ...shown };
}

export const wants = fleet.wants;
export const deadlines = fleet.deadlines;

const resolution = 10_000;

export function draw(data, place) {
  if (!data.first) return [h('h1', { text: 'Time' }), empty('The log is empty: there is no past yet.')];
  const begin = Date.parse(data.first);
  const end = Math.max(Date.now(), begin + 1);
  const at = place.at && !Number.isNaN(Date.parse(place.at)) ? Date.parse(place.at) : end;
  const moment = (value) => new Date(begin + ((end - begin) * value) / resolution).toISOString();
  const slide = (event) => {
    const { value } = event.target;
    document.getElementById('slid').textContent = full(moment(Number(value)));
    clearTimeout(slide.timer);
    slide.timer = setTimeout(() => refine({ at: Number(value) >= resolution ? '' : moment(Number(value)) }, { replace: true }), 80);
  };
  const jump = (seconds) => refine({ at: at + seconds * 1000 >= Date.now() ? '' : new Date(Math.max(at + seconds * 1000, begin)).toISOString() });
  const type = (event) => {
    event.preventDefault();
    const text = event.target.elements.at.value.trim();
    refine({ at: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? new Date(text).toISOString() : text });
  };
  return [
    h('h1', { text: 'Time' }),
    h('div', { class: 'slider' },
      h('label', { for: 'slider' }, 'The fleet as of ', h('output', { id: 'slid', for: 'slider' }, place.at ? full(place.at) || place.at : 'now')),
      h('input', {
        id: 'slider', type: 'range', min: '0', max: String(resolution), step: '1', value: String(Math.round(((at - begin) / (end - begin)) * resolution)),
        'aria-valuetext': place.at ? full(place.at) : 'now', oninput: slide,
      }),
      h('div', { class: 'ends faint' }, h('span', null, `${full(data.first).slice(0, 10)} ${clock(data.first)}`), h('span', null, 'now')),
      h('form', { class: 'filters', onsubmit: type },
        h('span', { class: 'do' }, [[-3600, '−1h'], [-60, '−1m'], [-1, '−1s'], [1, '+1s'], [60, '+1m'], [3600, '+1h']].map(([s, text]) =>
          h('button', { type: 'button', key: text, onclick: () => jump(s), 'aria-label': `${s < 0 ? 'Back' : 'Forward'} ${text.slice(1)}` }, text))),
        h('label', null, 'Moment ', h('input', { name: 'at', type: 'text', size: '30', value: place.at ?? '', placeholder: '2026-01-31T14:05:00Z, or vp:913' })),
        h('button', { type: 'submit' }, 'Go'),
        h('button', { type: 'button', onclick: () => refine({ from: place.at || new Date().toISOString() }) }, 'Mark as the earlier moment'))),
    place.from ? changed(data.changes, place) : null,
    fleet.draw(data, place).slice(1),
  ];
}

function changed(changes, place) {
  const heading = `What changed from ${full(place.from) || place.from} to ${place.at ? full(place.at) || place.at : 'now'}`;
  if (!changes) return null;
  if (changes.error) return section(heading, problem(changes.error));
  const missions = changes.missions ?? [];
  return section(heading,
    missions.length
      ? table(['Mission', 'Before', 'After', 'Last event', 'Objective'], missions.map((m) => row(m.mission_id, missionLink(m.mission_id),
        m.before ? chip(m.before) : h('span', { class: 'faint' }, 'not there'), chip(m.after), age(m.updated_at), m.objective ?? '')), { label: heading })
      : empty('No mission changed.'),
    h('p', { class: 'faint' }, plural(changes.events ?? 0, 'event'), ' lie between. ',
      h('button', { type: 'button', onclick: () => refine({ from: '' }) }, 'Close')));
}
