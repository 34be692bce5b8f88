// The fleet at any past moment: a slider and a field that move the address's moment, the fleet as it was then, and
// the changes between two moments.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { chip, empty, missionLink, problem, row, section, table } from '../bits.js';
import { clock, full, line, plural } from '../format.js';
import { inFull } from '../moment.js';
import { place as current, refine } from '../place.js';
import * as fleet from './fleet.js';

export const title = () => 'Time';

export async function load(place, signal, before) {
  const first = before?.first ?? (await ask('events', { limit: 1 }, { signal, now: true })).events[0]?.recorded_at ?? null;
  const shown = await fleet.load(place, signal, before);
  const changes = place.from
    ? await ask('diff', { from: place.from, to: place.at || undefined }, { signal, now: true }).catch((error) => { if (error.name === 'AbortError') throw error; return { error }; }) : null;
  return { first, changes, ...shown };
}

export const wants = fleet.wants;
export const deadlines = fleet.deadlines;

const resolution = 10_000;

/** The position of the moving slider, until the address has it; views are drawn meanwhile. */
let sliding = null;
let timer;

/** A typed moment: a valid local time as an ISO time; any other text unchanged, for the server to judge. */
function typed(text) {
  const [, day] = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?$/.exec(text) ?? [];
  const time = new Date(text);
  return day && time.getDate() === Number(day) ? time.toISOString() : text;
}

export function draw(data, place) {
  if (!data.first) return [h('h1', { text: 'Time' }), empty('The log is empty: there is no past yet.')];
  const begin = Date.parse(data.first);
  const end = Math.max(Date.now(), begin + 1);
  const at = place.time ?? end;
  const moment = (value) => new Date(begin + ((end - begin) * value) / resolution).toISOString();
  const slide = ({ target }) => {
    sliding = Number(target.value);
    document.getElementById('slid').textContent = full(moment(sliding));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const to = sliding;
      sliding = null;
      if (target.isConnected) refine({ at: to >= resolution ? '' : moment(to) }, { replace: true });
    }, 80);
  };
  const said = sliding !== null ? full(moment(sliding)) : place.at ? inFull(place.at, place.time) : 'now';
  const jump = (seconds) => refine({ at: at + seconds * 1000 >= Date.now() ? '' : new Date(Math.max(at + seconds * 1000, begin)).toISOString() });
  const type = (event) => {
    event.preventDefault();
    refine({ at: typed(event.target.elements.at.value.trim()) });
  };
  return [
    h('h1', { text: 'Time' }),
    h('div', { class: 'slider' },
      h('label', { for: 'slider' }, 'The fleet as of ', h('output', { id: 'slid', for: 'slider' }, said)),
      h('input', {
        id: 'slider', type: 'range', min: '0', max: String(resolution), step: '1', value: String(sliding ?? Math.round(((at - begin) / (end - begin)) * resolution)),
        'aria-valuetext': said, oninput: slide,
      }),
      h('div', { class: 'ends faint' }, h('span', null, `${full(data.first).slice(0, 10)} ${clock(data.first)}`), h('span', null, 'now')),
      h('form', { class: 'filters', onsubmit: type },
        h('span', { class: 'do' }, [[-3600, '−1h'], [-60, '−1m'], [-1, '−1s'], [1, '+1s'], [60, '+1m'], [3600, '+1h']].map(([s, text]) =>
          h('button', { type: 'button', key: text, onclick: () => jump(s), 'aria-label': `${s < 0 ? 'Back' : 'Forward'} ${text.slice(1)}` }, text))),
        h('label', null, 'Moment ', h('input', { name: 'at', type: 'text', size: '30', value: place.at ?? '', placeholder: '2026-01-31T14:05:00Z, or vp:913' })),
        h('button', { type: 'submit' }, 'Go'),
        h('button', { type: 'button', onclick: () => refine({ from: current().at || new Date().toISOString() }) }, 'Mark as the earlier moment'))),
    place.from ? changed(data.changes, place) : null,
    fleet.draw(data, place).slice(1),
  ];
}

function changed(changes, place) {
  const heading = `What changed from ${inFull(place.from)} to ${place.at ? inFull(place.at, place.time) : 'now'}`;
  if (!changes) return null;
  if (changes.error) return section(heading, problem(changes.error));
  const { missions, sessions, events } = changes;
  const total = Object.values(events).reduce((n, each) => n + each, 0);
  const list = (changed) => changed.slice(0, 6).map((c) => h('span', { key: c.field, class: 'change' }, `${c.field} `,
    c.field.endsWith('status') && c.after ? [c.before ? [chip(c.before), ' → '] : null, chip(c.after)] : `${brief(c.before)} → ${brief(c.after)}`));
  return section(heading,
    missions.length + sessions.length
      ? table(['What', 'Changed'], [
        missions.map((m) => row(m.mission_id, [missionLink(m.mission_id), m.new ? ' new' : ''], list(weighty(m.changed)))),
        sessions.map((s) => row(s.session_id, [h('code', { text: s.session_id }), s.new ? ' new' : ''], list(weighty(s.changed))))], { label: heading })
      : empty('No mission and no session changed.'),
    changes.missions_touched > missions.length ? h('p', { class: 'faint' }, `${plural(changes.missions_touched, 'mission')} had events.`) : null,
    h('p', { class: 'faint' }, `${plural(total, 'event')} between them: `, Object.entries(events).map(([type, n]) => `${type.replace(/^vp\./, '')} ${n}`).join(', '), '. ',
      h('button', { type: 'button', onclick: () => refine({ from: '' }) }, 'Close')));
}

const brief = (value) => (value === null || value === undefined ? 'nothing' : line(typeof value === 'object' ? JSON.stringify(value) : String(value), 60));

/** Orders changes by interest: the status first, then texts; counters and times come last. */
function weighty(changed) {
  const first = ['effective_status', 'status', 'stale_reason', 'failure_mode', 'objective', 'worker_id', 'result_summary'];
  const dull = /_at$|version|position|seconds|^stale$|^terminal$|_id$/;
  const rank = ({ field }) => (first.includes(field) ? first.indexOf(field) : dull.test(field) ? 100 : 50);
  const hasEffective = changed.some((c) => c.field === 'effective_status');
  return changed.filter((c) => !(hasEffective && c.field === 'status') && c.after !== null).sort((a, b) => rank(a) - rank(b));
}
