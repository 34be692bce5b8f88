// The first page: what needs a person, then the fleet in numbers, its VPs, and the latest missions.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { actionsFor, openPause, openReconcile, resume } from '../actions.js';
import { age, button, chip, empty, link, missionLink, objective, row, section, table, until } from '../bits.js';
import { count, line, midnight, plural, span } from '../format.js';
import { turns } from '../moment.js';
import { redraw } from '../signals.js';

const shownAtFirst = 8;
let showsAll = false;

export const title = () => 'Fleet';

export async function load(place, signal, before) {
  const today = midnight(new Date(place.time ?? Date.now()));
  const [status, latest, held] = await Promise.all([
    ask('status', { since: today }, { signal }),
    ask('missions', { limit: 20 }, { signal }),
    ask('missions', { status: 'running,blocked', limit: 200, full: true }, { signal }),
  ]);
  return { status, latest, held, patience: place.at ? null : before?.patience ?? await patience(status, signal) };
}

/** The sessions that are judged by their silence. */
const judged = (status) => status.vps.flatMap((v) => v.sessions).filter((s) => s.status === 'idle' || s.status === 'active');

/** How many seconds a session may be silent, from the explanation of any of them; null if none tells. */
async function patience(status, signal) {
  const [one] = judged(status);
  if (!one) return null;
  try {
    const { policy } = await ask(`vps/${encodeURIComponent(one.vp_id)}/sessions/${encodeURIComponent(one.worker_id)}/why`, {}, { signal });
    return policy.stale_session_seconds;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return null;
  }
}

export const wants = (event) => event.ledger !== 'runtime' || event.type.startsWith('log.');

export function deadlines({ status, held, patience: seconds }) {
  const heard = seconds === null ? [] : judged(status).map((s) => s.last_heartbeat_at ?? s.updated_at).filter(Boolean);
  return [...held.missions.flatMap(turns), ...heard.map((t) => new Date(Date.parse(t) + seconds * 1000).toISOString())];
}

export function draw({ status, latest, held }) {
  return [
    h('h1', { class: 'visually-hidden', text: 'Fleet' }),
    sickLedgers(status),
    needs(status, held),
    unserved(status.vps),
    tiles(status),
    section('VPs', h('div', { class: 'cards' }, status.vps.map((vp) => vpCard(vp, held.missions)))),
    section('Latest missions', latest.missions.length
      ? table(['Mission', 'Status', 'VP', 'Dispatched', 'Took', 'Objective'],
        latest.missions.map((m) => row(m.mission_id, missionLink(m.mission_id), chip(m.effective_status, m.stale_reason ?? m.failure_mode ?? m.waiting_for),
          m.vp_id, age(m.dispatched_at), span(m.duration_seconds), objective(m))), { label: 'Latest missions' })
      : empty('No mission yet: dispatch one with the button above, or with missionlog dispatch.')),
  ];
}

function sickLedgers(status) {
  return status.ledgers.filter((l) => l.error).map((l) => h('div', { key: `sick-${l.ledger}`, class: 'problem', role: 'alert' },
    h('strong', null, `Ledger ${l.ledger}: ${l.error.code ?? l.error}`), ' ', (l.error.message ?? '').replace(`ledger ${l.ledger}: `, ''),
    h('div', { class: 'faint' }, 'The other ledgers go on; missions of this one are left out below.')));
}

const order = { blocked: 0, stale: 1, cancelling: 2, running: 3 };

/** Orders stuck missions before ended ones; waiting missions oldest first, failures newest first. */
function byUrgency(a, b) {
  const [first, second] = [order[a.effective_status] ?? 4, order[b.effective_status] ?? 4];
  if (first !== second) return first - second;
  return first < 4 ? 0 : Date.parse(b.since ?? 0) - Date.parse(a.since ?? 0);
}

function needs(status, held) {
  const items = status.attention.slice().sort(byUrgency);
  if (!items.length) return section('Needs attention', h('p', { class: 'calm' }, h('span', { 'aria-hidden': 'true', text: '✓ ' }), status.ledgers.some((l) => l.error) ? 'No readable mission needs you.' : 'Nothing needs you.'));
  const shown = showsAll ? items : items.slice(0, shownAtFirst);
  const more = items.length - shown.length;
  const total = status.totals.attention;
  const toggle = () => { showsAll = !showsAll; redraw(); };
  return h('section', { class: 'needs', 'aria-labelledby': 'needs-title' },
    h('h2', { id: 'needs-title' }, `${plural(total, 'mission needs', 'missions need')} attention`),
    h('ul', null, shown.map((item) => {
      const mission = held.missions.find((m) => m.mission_id === item.mission_id) ?? item;
      return h('li', { key: item.mission_id, class: `need is-${item.effective_status}` },
        chip(item.effective_status), h('span', { class: 'why' }, reasonOf(item)), age(item.since),
        objective(item), h('span', { class: 'do' }, actionsFor({ ...mission, effective_status: item.effective_status }, { brief: true })));
    })),
    h('p', { class: 'pages' },
      more > 0 || showsAll ? h('button', { type: 'button', onclick: toggle }, showsAll ? 'Show fewer' : `Show ${count(more)} more`) : null,
      total > items.length ? link({ view: 'missions', attention: 'true' }, {}, `All ${count(total)}`) : null));
}

/** Warnings for VPs without a worker: none of their waiting missions is in trouble, but none will ever run. */
function unserved(vps) {
  return vps.filter((vp) => vp.queued && !vp.live_workers && !vp.paused).map((vp) => h('div', { key: `unserved-${vp.vp_id}`, class: 'problem' },
    h('strong', null, `${vp.name || vp.vp_id} has no live worker: `), `${plural(vp.queued, 'mission waits', 'missions wait')}${vp.oldest_waiting_seconds ? `, the oldest for ${span(vp.oldest_waiting_seconds)}` : ''}. `,
    h('code', { text: `missionlog worker --vp ${vp.vp_id} -- COMMAND` }), ' serves them.'));
}

const reasonOf = (item) => item.reason.replace(/^(stale|blocked|failed)(: ?|$)/, '');

function tiles({ totals, vps }) {
  const t = totals;
  const tile = (name, value, change, tone) => link(change, { class: `tile ${value ? tone ?? '' : ''}`, key: name },
    h('span', { class: 'number', text: count(value) }), h('span', { text: name }));
  return h('section', { class: 'tiles', 'aria-label': 'The fleet in numbers' },
    tile('queued', t.queued, { view: 'missions', status: 'queued' }),
    tile('running', t.running, { view: 'missions', status: 'running' }, 'is-running'),
    tile('blocked', t.blocked, { view: 'missions', status: 'blocked' }, 'is-blocked'),
    tile('stale', t.stale, { view: 'missions', status: 'stale' }, 'is-stale'),
    tile('failed today', t.failed, { view: 'missions', status: 'failed' }, 'is-failed'),
    tile('completed today', t.completed, { view: 'missions', status: 'completed' }, 'is-completed'),
    tile('active workers', t.live_workers ?? vps.reduce((n, v) => n + v.live_workers, 0), { view: 'fleet' }));
}

function vpCard(vp, held) {
  const sessions = vp.sessions.filter((s) => s.status !== 'retired');
  const running = held.filter((m) => m.vp_id === vp.vp_id);
  return h('article', { class: 'card', key: vp.vp_id, 'aria-label': vp.vp_id },
    h('header', null, h('h3', { text: vp.name || vp.vp_id }), h('code', { text: vp.vp_id }),
      vp.paused ? h('span', { class: 'chip is-blocked', text: 'paused' }) : null),
    vp.description ? h('p', { class: 'faint', text: vp.description }) : null,
    h('p', null, h('strong', { text: count(vp.queued) }), ' queued', vp.oldest_waiting_seconds ? `, the oldest for ${span(vp.oldest_waiting_seconds)}` : '',
      ` · runs take ${span(vp.p50_run_seconds)} (p50), ${span(vp.p95_run_seconds)} (p95)`),
    running.slice(0, shownAtFirst).map((m) => h('div', { class: 'run', key: m.mission_id }, chip(m.effective_status, m.stale_reason), ' ', objective(m),
      progress(m), h('div', { class: 'faint' }, m.blocked ? `asks: ${line(m.blocked.question)}` : m.last_progress ? line(m.last_progress.summary) : '',
        ' · ', m.effective_status === 'stale' || m.blocked ? null : until(m.lease_expires_at, 'lease')))),
    running.length > shownAtFirst ? h('p', null, link({ view: 'missions', vp: vp.vp_id, status: 'running' }, {}, `All ${count(running.length)} that run`)) : null,
    sessions.length
      ? h('ul', { class: 'sessions' }, sessions.map((s) => h('li', { key: s.session_id }, chip(s.effective_status, s.stale_reason), ' ',
        h('code', { text: s.worker_id }), ` on ${s.host ?? 'an unknown host'}, heard `, age(s.last_heartbeat_at ?? s.updated_at), s.last_error ? h('span', { class: 'bad' }, ` ${s.last_error}`) : null)))
      : h('p', { class: vp.queued ? 'bad' : 'faint', text: 'No live worker.' }),
    h('footer', null, vp.paused ? button('Resume', () => resume(vp)) : button('Pause …', () => openPause(vp)),
      sessions.some((s) => s.stale || s.effective_status === 'stale') || running.some((m) => m.effective_status === 'stale') ? button('Reconcile …', openReconcile) : null));
}

/** The progress that a mission has reported. */
function progress(mission) {
  const percent = mission.last_progress?.percent;
  if (percent === null || percent === undefined) return null;
  return h('progress', { max: '100', value: String(percent), 'aria-label': `progress ${percent} %` });
}
