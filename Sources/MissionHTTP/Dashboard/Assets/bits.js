// Small pieces that several pages show: chips, times, links, empty places, errors.

import { h } from './dom.js';
import { full, line, short, signs } from './format.js';
import { address, place } from './place.js';

/** A status as a chip, with its reason beside it if there is one. */
export function chip(status, reason) {
  return h('span', { class: `chip is-${status}` },
    h('span', { class: 'sign', 'aria-hidden': 'true', text: signs[status] ?? '·' }), status,
    reason ? h('span', { class: 'reason' }, ` ${reason}`) : null);
}

/** How long ago a moment was; it counts on by itself. */
export function age(iso, suffix = ' ago') {
  if (!iso) return h('span', { class: 'faint', text: '–' });
  return h('time', { datetime: iso, title: full(iso), 'data-age': iso, 'data-suffix': suffix });
}

/** How long until a moment; it counts down by itself. */
export function until(iso, word) {
  if (!iso) return null;
  return h('time', { datetime: iso, title: full(iso), 'data-until': iso, 'data-word': word });
}

/** A link to another place of this page, at the same moment. */
export function link(change, props, ...children) {
  return h('a', { ...props, href: address(change) }, ...children);
}

/** A link to a mission by the end of its id. */
export const missionLink = (id, text) =>
  link({ view: 'mission', id }, { title: id, class: text ? '' : 'id' }, text ?? short(id));

/** A mission's objective, one line, leading to it. */
export const objective = (mission) =>
  link({ view: 'mission', id: mission.mission_id }, { class: 'objective', title: line(mission.objective, 400) }, line(mission.objective));

/** A button for an action; left out while the page shows the past, which can't be changed. */
export function button(text, onclick, props) {
  if (place().at && !props?.always) return null;
  const { always, ...rest } = props ?? {};
  return h('button', { type: 'button', onclick, ...rest }, text);
}

export const empty = (text) => h('p', { class: 'quiet', text });

/** An error as the contract words it. */
export const problem = (error) =>
  h('div', { class: 'problem', role: 'alert' }, h('strong', { text: error.code ?? 'error' }), ' ', error.message ?? String(error));

export const fact = (name, ...value) => h('div', { class: 'fact' }, h('dt', { text: name }), h('dd', null, ...value));

export function section(title, ...children) {
  return h('section', { 'aria-label': title }, h('h2', { text: title }), ...children);
}

/** A table with a head; `columns` are names, `rows` lists of cells. */
export function table(columns, rows, props) {
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': props?.label ?? 'Table' },
    h('table', null,
      h('thead', null, h('tr', null, columns.map((c) => (typeof c === 'string' ? h('th', { scope: 'col', text: c }) : c)))),
      h('tbody', null, rows)));
}

export const row = (key, ...cells) => h('tr', { key }, cells.map((c) => h('td', null, c)));

/** A JSON value for a person to read. */
export const json = (value) => h('pre', { class: 'json', tabindex: '0', text: JSON.stringify(value, null, 2) });
