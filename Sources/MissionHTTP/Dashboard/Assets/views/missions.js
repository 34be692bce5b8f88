// Every mission: filtered, searched, sorted, page by page.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { actionsFor } from '../actions.js';
import { age, chip, empty, missionLink, objective, row, table } from '../bits.js';
import { span } from '../format.js';
import { turns } from '../moment.js';
import { refine } from '../place.js';

const statuses = ['queued', 'running', 'blocked', 'stale', 'cancelling', 'completed', 'failed', 'cancelled'];

/** The typed search text, until the address has it; views are drawn meanwhile. */
let typed = null;
let timer;

/** Searches once typing pauses. */
function type(event) {
  typed = event.target.value;
  clearTimeout(timer);
  timer = setTimeout(() => search(event), 250);
}

function search({ target }) {
  clearTimeout(timer);
  const grep = typed;
  typed = null;
  if (grep !== null && target.isConnected) refine({ grep, cursor: '' }, { replace: true });
}

export const title = () => 'Missions';

export async function load(place, signal) {
  const filters = {
    status: place.status, vp_id: place.vp, attention: place.attention, failure_mode: place.mode, grep: place.grep,
    source_session_id: place.session, chain_id: place.chain, since: place.since, until: place.until, sort: place.sort, cursor: place.cursor, limit: 50, full: true,
  };
  const [page, vps] = await Promise.all([ask('missions', filters, { signal }), ask('vps', {}, { signal })]);
  return { page, vps };
}

export const wants = (event) => event.type.startsWith('vp.mission.') && event.type !== 'vp.mission.heartbeat' && event.ledger !== 'runtime';

export const deadlines = ({ page }) => page.missions.flatMap(turns);

export function draw({ page, vps }, place) {
  const change = (name) => (event) => refine({ [name]: event.target.type === 'checkbox' ? (event.target.checked ? 'true' : '') : event.target.value, cursor: '' }, { replace: true });
  const option = (value, text, chosen) => h('option', { value, selected: value === (chosen ?? '') }, text);
  return [
    h('h1', { text: 'Missions' }),
    h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
      h('label', null, 'Search ', h('input', { id: 'grep', type: 'search', value: typed ?? place.grep ?? '', placeholder: 'words of the objective', oninput: type, onchange: search })),
      h('label', null, 'Status ', h('select', { onchange: change('status') }, option('', 'all', place.status), statuses.map((s) => option(s, s, place.status)))),
      h('label', null, 'VP ', h('select', { onchange: change('vp') }, option('', 'all', place.vp), vps.vps.map((v) => option(v.vp_id, v.vp_id, place.vp)))),
      h('label', null, 'Order ', h('select', { onchange: change('sort') }, option('', 'newest dispatch', place.sort), option('oldest', 'oldest dispatch', place.sort), option('updated', 'last change', place.sort))),
      h('label', null, h('input', { type: 'checkbox', checked: place.attention === 'true', onchange: change('attention') }), ' needs attention'),
      place.chain || place.session ? h('button', { type: 'button', onclick: () => refine({ chain: '', session: '' }) }, place.chain ? 'One chain ✕' : 'One session ✕') : null),
    page.missions.length
      ? table(['Mission', 'Status', 'VP', 'Dispatched', 'Changed', 'Took', 'Objective', h('th', { scope: 'col' }, h('span', { class: 'visually-hidden', text: 'Actions' }))],
        page.missions.map((m) => row(m.mission_id, missionLink(m.mission_id), chip(m.effective_status, m.stale_reason ?? m.failure_mode ?? m.waiting_for),
          m.vp_id, age(m.dispatched_at), age(m.updated_at), span(m.duration_seconds), objective(m), h('span', { class: 'do' }, actionsFor(m, { brief: true })))), { label: 'Missions' })
      : empty('No mission matches.'),
    h('p', { class: 'pages' },
      place.cursor ? h('button', { type: 'button', onclick: () => (history.state?.isNext ? history.back() : refine({ cursor: '' })) }, '← Newer') : null,
      page.next_cursor ? h('button', { type: 'button', onclick: () => refine({ cursor: page.next_cursor }, { state: { isNext: true } }) }, 'More →') : null),
  ];
}
