// One mission: its facts, its question, its timeline, the reasons of its status, its files, every event.

import { h } from '../dom.js';
import { ask, file } from '../api.js';
import { actionsFor, answerForm } from '../actions.js';
import { age, button, chip, empty, fact, json, link, missionLink, problem, section, until } from '../bits.js';
import { bytes, count, line, plural, short, span } from '../format.js';
import { turns } from '../moment.js';
import { redraw, say } from '../signals.js';
import { eventLine, told } from './log.js';
import { drawing } from '../timeline.js';

/** How many of a mission's newest events the page holds. */
const most = 10_000;
/** How many of them its list shows at first. */
const shownAtFirst = 200;

export const title = (data, place) => (data ? line(data.mission.objective, 60) : `Mission ${short(place.id ?? '')}`);

export async function load(place, signal, before) {
  const id = encodeURIComponent(place.id ?? '');
  const known = before?.mission && before.at === place.at && before.mission.mission_id.endsWith(place.id) ? before : null;
  const [got, timeline] = await Promise.all([
    ask(`missions/${id}`, { events: 0 }, { signal }),
    ask(`missions/${id}/timeline`, { budget_bytes: 200_000 }, { signal }),
  ]);
  const total = got.events_total;
  const held = known?.events ?? [];
  const end = Math.max(held.at(-1)?.version ?? 0, total - most);
  const fresh = [];
  for (let before = total + 1; before > end + 1;) {
    const page = await ask(`missions/${id}/events`, { before, limit: Math.min(500, before - 1 - end) }, { signal });
    fresh.unshift(...page.events);
    before = page.next_before;
  }
  const events = [...held, ...fresh].slice(-most);
  const summaries = new Map(timeline.timeline.events.map((e) => [e.event_id, e.summary]));
  for (const event of events) event.summary = summaries.get(event.event_id) ?? event.summary ?? told(event);
  let artifacts = known?.artifacts ?? null;
  if (got.mission.result_ref && (!artifacts || !known.mission.terminal)) {
    artifacts = await ask(`missions/${id}/artifacts`, { max_files: 50, max_bytes: 4_000 }, { signal }).catch((error) => ({ error }));
  }
  return {
    mission: got.mission, why: got.why, timeline: timeline.timeline, events, total, artifacts, at: place.at,
    opened: known?.opened ?? new Set(), shown: known?.shown ?? shownAtFirst, beats: known?.beats, files: known?.files ?? new Map(),
  };
}

export const wants = (event, data, place) => event.stream === `mission/${data?.mission?.mission_id ?? place.id}`
  || (event.type.startsWith('vp.session.') && event.stream.endsWith(`/${data?.mission?.worker_id}`));

export const deadlines = ({ mission }) => turns(mission);

export function draw(data, place) {
  const { mission: m, why, timeline, events } = data;
  const width = Math.max(320, Math.min(document.getElementById('main').clientWidth - 2, 1500));
  return [
    h('header', { class: 'mission' },
      h('p', { class: 'faint' }, link({ view: 'missions' }, null, 'Missions'), ' / ', h('code', { text: m.mission_id })),
      h('h1', { text: line(m.objective, 300) }),
      h('p', { class: 'standing' }, chip(m.effective_status, m.stale_reason ?? m.failure_mode ?? m.waiting_for), ' ',
        h('span', { class: 'faint' }, basis(m)), ' ', m.effective_status === 'running' ? until(m.lease_expires_at, 'lease') : null,
        m.cancel_overdue ? h('strong', { class: 'bad' }, ' cancel overdue') : null, m.escalated ? h('strong', { class: 'warn' }, ' escalated') : null),
      h('div', { class: 'do' }, actionsFor(m))),
    m.blocked && !place.at ? answerForm(m) : null,
    section('Timeline', drawing(m.mission_id, timeline, events, width, redraw),
      data.total > events.length ? h('p', { class: 'faint', text: `The drawing marks only ${howMany(data)}.` }) : null),
    h('div', { class: 'columns' },
      section('Why this status', h('p', { class: 'rule', text: why.rule }),
        h('ul', { class: 'plain' }, why.events.map((e) => h('li', { key: e.event_id }, h('code', { text: e.event_id }), ' ', age(e.at), ' ', e.summary))),
        why.live_observation ? h('p', null, h('strong', null, 'Seen now, not part of the rule: '), why.live_observation.observed ?? sentence(why.live_observation)) : null,
        why.reconciler ? h('p', null, h('strong', null, 'The reconciler would: '), sentence(why.reconciler)) : null,
        h('p', { class: 'faint' }, Object.entries(why.policy).map(([k, v]) => `${k} ${span(v)}`).join(' · '))),
      section('Facts', h('dl', null,
        fact('VP', `${m.vp_id} (lane ${m.lane})`), fact('Worker', m.worker_id ? `${m.worker_id} on ${m.worker_host ?? '–'}, attempt ${m.attempt} of ${m.max_attempts}` : 'none yet'),
        fact('Dispatched', age(m.dispatched_at)), fact('Queued for', span(m.queue_seconds)), fact('Ran for', span(m.duration_seconds)),
        fact('Last heard', age(m.last_heartbeat_at)), fact('Priority', `${m.priority_tier}, ${m.priority}`),
        m.last_progress ? fact('Progress', `${m.last_progress.percent ?? '?'} %: ${m.last_progress.summary ?? ''}`) : null,
        m.usage?.runtime_seconds ? fact('Usage', `${span(m.usage.runtime_seconds)}, ${m.usage.llm_calls ?? '–'} calls, ${m.usage.cost_usd ?? '–'} USD`) : null,
        m.source_session_id ? fact('Answers to', link({ view: 'missions', session: m.source_session_id }, null, m.source_session_id)) : null,
        m.late_reports ? fact('Late reports', String(m.late_reports)) : null,
        m.idempotency_key ? fact('Key', h('code', { text: m.idempotency_key })) : null, m.deadline ? fact('Deadline', until(m.deadline, 'in')) : null))),
    result(m, data),
    chain(m, timeline),
    section('What was asked', h('pre', { class: 'text', tabindex: '0', text: m.objective }),
      h('details', null, h('summary', null, 'Constraints, budget, metadata and the rest'), json(m))),
    eventList(data),
  ];
}

const basis = (m) => ({ reported: 'its worker said so', decided: 'an orchestrator or a person decided so', inferred: 'inferred by the reconciler' })[m.status_basis] ?? m.status_basis;

const sentence = (value) => (typeof value === 'string' ? value : Object.entries(value).filter(([, v]) => v !== null && typeof v !== 'object').map(([k, v]) => `${k.replaceAll('_', ' ')} ${v}`).join(', '));

function result(m, data) {
  if (!m.terminal && !m.deliverables.length && !data.artifacts) return null;
  const read = async (name) => {
    try { data.files.set(name, await (await file(m.mission_id, name)).text()); } catch (error) { data.files.set(name, error); }
    redraw();
  };
  return section('Result',
    m.result_summary ? h('p', { class: 'result', text: m.result_summary }) : null,
    m.next_action ? h('p', null, h('strong', null, 'Next: '), m.next_action) : null,
    m.failure_detail ? h('pre', { class: 'text bad', tabindex: '0', text: m.failure_detail }) : null,
    m.result_ref ? h('p', { class: 'faint' }, h('code', { text: m.result_ref })) : null,
    data.artifacts?.error ? problem(data.artifacts.error) : null,
    data.artifacts?.artifacts ? h('ul', { class: 'files' }, data.artifacts.artifacts.map((a) => h('li', { key: a.path },
      h('details', null, h('summary', null, h('code', { text: a.path }), ' ', h('span', { class: `role is-${a.role}`, text: a.role }), h('span', { class: 'faint' }, ` ${bytes(a.bytes)}`),
        a.changed_since_finish ? h('strong', { class: 'warn' }, ' changed since the finish') : null),
      a.excerpt === null || a.excerpt === undefined ? empty('No text to show.') : h('pre', { class: 'text', tabindex: '0', text: a.excerpt + (a.excerpt_truncated ? '\n…' : '') }),
      a.role === 'outside' ? null : button('Save the file', () => save(m.mission_id, a.path), { always: true }))))) : null,
    data.artifacts?.files_skipped ? h('p', { class: 'faint', text: `${plural(data.artifacts.files_skipped, 'more file')}` }) : null,
    m.mission_receipt_relpath ? h('details', null, h('summary', { onclick: () => { if (!data.files.has(m.mission_receipt_relpath)) read(m.mission_receipt_relpath); } }, 'Receipt'),
      shown(data.files.get(m.mission_receipt_relpath))) : null);
}

function shown(text) {
  if (text === undefined) return empty('Reading …');
  if (text instanceof Error) return problem(text);
  try { return json(JSON.parse(text)); } catch { return h('pre', { class: 'text', text }); }
}

async function save(id, path) {
  try {
    const url = URL.createObjectURL(await file(id, path));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = path.split('/').pop();
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) { say(`${error.code}: ${error.message}`); }
}

function chain(m, timeline) {
  const relatives = timeline.related ?? [];
  if (!relatives.length && m.chain_length < 2) return null;
  return section('Related missions',
    h('ul', { class: 'plain' }, relatives.map((r) => h('li', { key: r.mission_id + r.relation }, `${r.relation.replaceAll('_', ' ')} `, missionLink(r.mission_id)))),
    m.chain_length > 1 || m.retried_by ? h('p', null, link({ view: 'missions', chain: m.chain_id }, null, 'The whole chain')) : null);
}

const howMany = ({ events, total }) =>
  (total > events.length ? `the newest ${count(events.length)} of ${plural(total, 'event')}` : plural(total, 'event'));

function eventList(data) {
  const { events, timeline } = data;
  const start = Date.parse(timeline.from);
  const offset = (iso) => `+${span((Date.parse(iso) - start) / 1000)}`;
  const beats = events.filter((e) => e.type === 'vp.mission.heartbeat').length;
  const listed = data.beats ? events : events.filter((e) => e.type !== 'vp.mission.heartbeat');
  const shownEvents = listed.slice(-data.shown);
  const more = listed.length - shownEvents.length;
  return section('Events',
    h('p', { class: 'faint' }, `${howMany(data)}, ${plural(beats, 'heartbeat')} `,
      beats ? h('label', null, h('input', { type: 'checkbox', checked: Boolean(data.beats), onchange: (e) => { data.beats = e.target.checked; redraw(); } }), ' show heartbeats') : null),
    more > 0 ? h('button', { type: 'button', onclick: () => { data.shown += 1_000; redraw(); } }, `Show ${Math.min(more, 1_000)} earlier`) : null,
    h('ol', { class: 'events' }, shownEvents.map((e) => eventLine(e, data.opened, offset))));
}
