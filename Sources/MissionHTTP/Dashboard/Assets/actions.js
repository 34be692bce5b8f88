// A person's actions: each says first what it will do, and shows a refusal in the contract's words.

import { h, render } from './dom.js';
import { ask, Refusal, send, tell } from './api.js';
import { button, chip, problem } from './bits.js';
import { count, line, plural, short } from './format.js';
import { go } from './place.js';
import { reload, say } from './signals.js';
import { messages } from './sse.js';

/** The actions that a mission allows, as buttons; `brief` leaves out those that a list has no room for. */
export function actionsFor(mission, { brief = false } = {}) {
  const m = mission;
  const status = m.status ?? m.effective_status;
  const isOver = ['completed', 'failed', 'cancelled'].includes(status);
  return [
    m.effective_status === 'blocked' || m.blocked ? (brief ? button('Answer …', () => go({ view: 'mission', id: m.mission_id }), { class: 'primary' }) : null) : null,
    ['failed', 'cancelled'].includes(status) && !m.retried_by ? button('Retry …', () => openRetry(m)) : null,
    isOver ? null : button(m.effective_status === 'cancelling' || m.cancel_requested ? 'Force …' : 'Cancel …', () => openCancel(m)),
    brief ? null : button('Escalate …', () => openEscalate(m)),
    m.effective_status === 'stale' ? button('Reconcile …', openReconcile) : null,
    (brief ? status === 'failed' && !m.acknowledged : needsAck(m)) ? button('Ack', (event) => quietly(event, 'ack', () => tell(path(m, 'ack')), 'Acknowledged.')) : null,
  ];
}

/** A stale mission may need another look although it had one: its lease ran out without an event. */
const needsAck = (m) => m.effective_status === 'stale'
  || !m.acknowledged && (m.status === 'failed' || m.escalated || m.cancel_overdue || m.effective_status === 'blocked');

const path = (m, action) => `missions/${encodeURIComponent(m.mission_id)}/${action}`;

const sayRefusal = (what, error) => say(`${what}: ${error.code}: ${error.message}`);

async function quietly(event, what, act, done) {
  const { currentTarget } = event;
  currentTarget.disabled = true;
  try { await act(); say(done); reload(); } catch (error) { sayRefusal(what, error); } finally { currentTarget.disabled = false; }
}

// MARK: The dialog

/** Opens the dialog: its purpose, its fields, and its button; false if another is open. */
function open({ title, will, fields = [], verb, tone, act, done }) {
  const dialog = document.getElementById('dialog');
  // This one was requested before the open one, whose fields are being filled in.
  if (dialog.open) return false;
  let failure = null;
  let working = null;
  let isBusy = false;
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    const form = event.target;
    // Once this dialog was left, the element is another's: the outcome is announced, but not drawn.
    const isLeft = () => !dialog.open || !form.isConnected;
    const progress = (text) => { working = text; if (!isLeft()) draw(); };
    isBusy = true;
    failure = null;
    draw();
    try {
      const answer = await act(Object.fromEntries(new FormData(form)), progress);
      if (!isLeft()) dialog.close();
      say(typeof done === 'function' ? done(answer) : done);
      for (const warning of answer?.warnings ?? []) say(warning.message);
      reload();
    } catch (error) {
      failure = error;
      isBusy = false;
      if (isLeft()) sayRefusal(title, error); else draw();
    }
  };
  const draw = () => render(dialog, h('form', { method: 'dialog', onsubmit: submit },
    h('h2', { id: 'dialog-title', text: title }),
    [will].flat().filter(Boolean).map((w) => (typeof w === 'string' ? h('p', { class: 'will', text: w }) : w)),
    fields, failure ? problem(failure) : null, isBusy && working ? h('p', { role: 'status', text: working }) : null,
    h('div', { class: 'do end' }, h('button', { type: 'button', onclick: () => dialog.close() }, 'Leave it'),
      verb ? h('button', { type: 'submit', class: tone ?? 'primary', disabled: isBusy }, isBusy ? 'Working …' : verb) : null)));
  render(dialog);
  draw();
  dialog.showModal();
  return true;
}

const field = (name, text, props = {}) => {
  const { tag = 'input', options, hint, ...rest } = props;
  return h('label', { class: 'field', key: name }, h('span', { text }),
    tag === 'select' ? h('select', { name, ...rest }, options) : h(tag, { name, ...(tag === 'input' ? { type: 'text' } : { rows: '4' }), ...rest }), hint ? h('small', { text: hint }) : null);
};

const tick = (name, text) => h('label', { class: 'tick', key: name }, h('input', { type: 'checkbox', name }), ' ', text);

/** The object without empty members. */
const filled = (o) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== '' && v !== undefined && v !== null));

// MARK: Missions

export async function openDispatch() {
  const { vps } = await ask('vps').catch(() => ({ vps: [] }));
  open({
    title: 'Dispatch a mission', verb: 'Dispatch',
    will: 'Queues one mission for a VP. The same key with the same request is the same mission: nothing is done twice.',
    fields: [
      field('vp_id', 'VP', { tag: 'select', required: true, options: vps.map((v) => h('option', { value: v.vp_id }, `${v.name ?? v.vp_id} (${plural(v.live_workers, 'live worker')})`)) }),
      field('objective', 'Objective', { tag: 'textarea', required: true, placeholder: 'The work to do, and how to tell that it is done' }),
      field('idempotency_key', 'Key', { hint: 'optional: within a queue, the same key means the same mission' }),
      field('priority_tier', 'Tier', { tag: 'select', options: ['normal', 'critical', 'high', 'low', 'background'].map((t) => h('option', { value: t }, t)) }),
      field('source_session_id', 'Answers to', { hint: 'optional: the session whose feed gets its events' }),
    ],
    act: (given) => tell('missions', filled(given)),
    done: (answer) => (answer.replayed ? `This key has made ${short(answer.mission_id)} before: nothing was added.` : `Dispatched as ${short(answer.mission_id)}.`),
  });
}

function openCancel(m) {
  const isOverdue = m.cancel_requested;
  open({
    title: `Cancel ${short(m.mission_id)}`, verb: isOverdue ? 'End it now' : 'Cancel it', tone: 'danger',
    will: [line(m.objective), m.status === 'queued' ? 'It is queued: it ends at once, and no worker will get it.'
      : isOverdue ? 'Its cancel is already requested. Forced, it ends at once and its worker is shut out; the worker’s process may still run.'
        : 'Its worker is told within a second, stops its command and reports. If it doesn’t within the grace time, the mission is cancelled all the same.'],
    fields: [field('reason', 'Reason', { value: 'cancel_requested' }), m.status === 'queued' || isOverdue ? null : tick('force', 'End it at once, without waiting for its worker, whose process may still run')],
    act: ({ reason, force }) => tell(path(m, 'cancel'), filled({ reason, force: Boolean(force) || isOverdue || undefined })),
    done: 'Cancel recorded.',
  });
}

function openRetry(m) {
  open({
    title: `Retry ${short(m.mission_id)}`, verb: 'Retry',
    will: [line(m.objective), 'Dispatches a new mission with the same request, linked to this one; this one keeps its history. A mission is retried once.'],
    fields: [field('guidance', 'Guidance', { tag: 'textarea', hint: 'optional: added to the objective in a marked block' }), tick('fresh_workspace', 'Begin in a fresh workspace')],
    act: ({ guidance, fresh_workspace }) => tell(path(m, 'retry'), filled({ guidance, fresh_workspace: fresh_workspace ? true : undefined })),
    done: (answer) => `Retried as ${short(answer.mission_id)}.`,
  });
}

function openEscalate(m) {
  open({
    title: `Escalate ${short(m.mission_id)}`, verb: 'Escalate',
    will: 'Records that a person must look. The mission’s status stays; it needs attention until it is acknowledged.',
    fields: [field('summary', 'What is wrong', { required: true }), field('why_escalating', 'Why a person', { required: true }), field('recommended_action', 'Recommended', { hint: 'optional' })],
    act: (given) => tell(path(m, 'escalate'), filled(given)), done: 'Escalated.',
  });
}

/** The question of a blocked mission, with its options as buttons and a field for any other answer. */
export function answerForm(m) {
  const give = async (answer, form) => {
    const place = form.querySelector('.refused');
    try { await tell(path(m, 'answer'), { question_id: m.blocked.question_id, answer }); say('Answered.'); reload(); } catch (error) { render(place, problem(error)); }
  };
  return h('form', {
    // Another question begins with an empty field: the typed text would answer the wrong one.
    key: m.blocked.question_id, class: 'question', 'aria-label': 'Answer the mission',
    onsubmit: (event) => { event.preventDefault(); give(event.target.elements.answer.value, event.target); },
  }, h('h2', null, 'It asks'), h('p', { class: 'asked', text: m.blocked.question }),
    h('p', { class: 'faint' }, 'The answer goes to its worker. The first answer counts; later ones are refused.'),
    h('div', { class: 'do' }, (m.blocked.options ?? []).map((o) => h('button', { type: 'button', key: o, onclick: (event) => give(o, event.target.closest('form')) }, o))),
    h('div', { class: 'do' }, h('input', { name: 'answer', type: 'text', required: true, 'aria-label': 'Answer' }), h('button', { type: 'submit', class: 'primary' }, 'Answer')),
    h('div', { class: 'refused' }));
}

// MARK: The fleet

export function openPause(vp) {
  open({
    title: `Pause ${vp.vp_id}`, verb: 'Pause', will: `Its workers claim nothing until it is resumed. ${plural(vp.queued, 'queued mission waits', 'queued missions wait')}; what runs goes on.`,
    fields: [field('reason', 'Reason', { hint: 'optional' })], act: ({ reason }) => tell(`vps/${encodeURIComponent(vp.vp_id)}/pause`, filled({ reason })), done: 'Paused.',
  });
}

export const resume = (vp) => tell(`vps/${encodeURIComponent(vp.vp_id)}/resume`).then(() => { say('Resumed.'); reload(); }, (error) => say(`${error.code}: ${error.message}`));

/** Shows what the reconciler would do; only then can it be told to do exactly that. */
export async function openReconcile() {
  let found;
  try { found = await tell('reconcile', { dry_run: true }); } catch (error) {
    if (!open({ title: 'Reconcile', will: problem(error) })) sayRefusal('Reconcile', error);
    return;
  }
  const { reconciled, lost_sessions: lost, kept, unobserved } = found;
  const left = [...kept, ...unobserved].map((k) => `${short(k.mission_id)}: ${k.evidence?.observed ?? k.reason}`);
  const works = reconciled.length || lost.length;
  open({
    title: 'Reconcile', verb: works ? 'Append exactly this' : null, tone: 'danger',
    will: [
      works ? 'Ends or requeues missions that no worker can finish, by evidence. A worker’s own late finish can still reverse an inferred verdict.'
        : 'Nothing to do: every running mission has a live worker or still has time. Silence alone ends nothing.',
      h('ul', { class: 'plain' }, reconciled.slice(0, 50).map((c) => h('li', { key: c.mission_id }, h('code', { text: short(c.mission_id) }), ' ',
        chip(c.previous_status), ' → ', chip(c.status), ' ', c.stale_reason ?? c.reason)), lost.map((s) => h('li', { key: s.session_id }, h('code', { text: s.session_id }), ' → ', chip('lost')))),
      reconciled.length > 50 ? `… and ${count(reconciled.length - 50)} more` : null,
      left.length ? `Left alone: ${left.slice(0, 10).join('; ')}.` : null,
    ],
    act: () => tell('reconcile', { plan: found.plan }), done: 'Reconciled, as shown.',
  });
}

export function openCursor(source) {
  const choose = ({ target }) => { target.form.elements.position.disabled = target.value !== 'set'; };
  open({
    title: `Move the bridge’s cursor of ${source.ledger}`, verb: 'Move it', tone: 'danger',
    will: `It stands at ${count(source.cursor)} of ${count(source.head)}. Moving it forward skips events, which are then never delivered; moving it back delivers items again, marked as redelivered.`,
    fields: [
      field('action', 'Move', { tag: 'select', onchange: choose, options: [['set', 'to a position'], ['reset_to_latest', 'to the latest event'], ['reset_to_zero', 'to the beginning']].map(([v, t]) => h('option', { value: v }, t)) }),
      field('position', 'Position', { type: 'number', min: '0', required: true, value: String(source.cursor), hint: 'for “to a position”; at most the head' }),
    ],
    act: ({ action, position }) => tell('bridge/cursor', filled({ action, ledger: source.ledger, position: position && Number(position) })), done: 'Moved.',
  });
}

export function openRebuild(projection) {
  open({
    title: `Rebuild ${projection.name}`, verb: 'Rebuild',
    will: `Replays the log beside the live table, in every ledger that has this projection, and swaps both at the end. Readers and writers go on meanwhile; the rebuild is recorded in the log.`,
    act: async (given, progress) => {
      const response = await send('POST', `projections/${encodeURIComponent(projection.name)}/rebuild`, {}, undefined, { Accept: 'text/event-stream' });
      const refused = response.ok ? null : await response.json();
      if (refused) throw new Refusal(refused.error, response.status);
      for await (const { event, data } of messages(response)) {
        const said = JSON.parse(data || '{}');
        if (event === 'progress') progress(`${said.ledger}: ${count(said.done)} of ${count(said.total)} events`);
        if (event === 'error') throw new Refusal(said.error, response.status);
        if (event === 'done') return said;
      }
      throw new Refusal({ code: 'unavailable', message: 'the stream was cut; the rebuild goes on, and Projections shows when it was built' }, 0);
    },
    done: ({ rebuilt }) => `Rebuilt: ${rebuilt.map((r) => `${r.ledger} ${count(r.rows)} rows, ${r.added + r.changed + r.removed} differed`).join('; ')}.`,
  });
}
