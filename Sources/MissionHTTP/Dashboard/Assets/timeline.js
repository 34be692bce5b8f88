// A mission's timeline, drawn to scale: queued, running and blocked spans, one row for each attempt, the worker's
// heartbeats as a texture whose holes are visible, silences, events, and their causes. Zoomed by wheel, keys and
// buttons, panned by dragging. However many events there are, only as many are drawn as the width has room for.

import { h } from './dom.js';
import { clock, full, span } from './format.js';

const rowHeight = 26;
const left = 92;
const tones = { progress: 'e-progress', artifact: 'e-artifact', failed: 'e-bad', completed: 'e-good', cancelled: 'e-gone', cancel_requested: 'e-gone', blocked: 'e-asks', unblocked: 'e-asks' };

/** The visible part of each mission's time: from, to, in milliseconds; all of it at first. */
const windows = new Map();

/** Draws a timeline; `redraw` is called when the visible part changes. */
export function drawing(id, timeline, events, width, redraw) {
  const from = Date.parse(timeline.from);
  const to = Math.max(Date.parse(timeline.to), from + 1);
  const whole = { from: from - (to - from) * 0.01, to: to + (to - from) * 0.02 };
  const seen = windows.get(id) ?? whole;
  const scale = (width - left - 8) / (seen.to - seen.from);
  const x = (t) => left + (t - seen.from) * scale;
  const clip = (t) => Math.min(Math.max(x(t), left), width - 8);
  const attempts = [...new Set(timeline.spans.map((s) => s.attempt).filter((a) => a !== null))];
  const y = new Map([[null, 24], ...attempts.map((a, i) => [a, 24 + rowHeight * (i + 1)])]);
  const beatsY = 24 + rowHeight * (attempts.length + 1);
  const marksY = beatsY + rowHeight;
  const height = marksY + rowHeight + 6;

  const look = (change) => {
    const now = windows.get(id) ?? whole;
    const next = change(now);
    const length = Math.min(Math.max(next.to - next.from, 1), whole.to - whole.from);
    const start = Math.min(Math.max(next.from, whole.from), whole.to - length);
    if (length >= whole.to - whole.from) windows.delete(id); else windows.set(id, { from: start, to: start + length });
    redraw();
  };
  const zoom = (factor, at) => look((w) => {
    const middle = at ?? (w.from + w.to) / 2;
    return { from: middle - (middle - w.from) * factor, to: middle + (w.to - middle) * factor };
  });
  const pan = (share) => look((w) => ({ from: w.from + (w.to - w.from) * share, to: w.to + (w.to - w.from) * share }));
  const keys = {
    ArrowLeft: () => pan(-0.15), ArrowRight: () => pan(0.15), '+': () => zoom(0.7), '=': () => zoom(0.7), '-': () => zoom(1.4), 0: () => look(() => whole),
  };

  const bar = (s) => {
    const a = Date.parse(s.from), b = s.to ? Date.parse(s.to) : to;
    if (b < seen.from || a > seen.to) return null;
    const wide = Math.max(clip(b) - clip(a), 2);
    return h('g', { key: `${s.attempt}-${s.from}` },
      h('rect', { class: `span is-${s.status}`, x: clip(a), y: y.get(s.attempt) ?? 24, width: wide, height: 16, rx: 2 }),
      h('title', null, `${s.status}${s.attempt ? `, attempt ${s.attempt} by ${s.worker_id}` : ''}: ${span((b - a) / 1000)}, from ${full(s.from)}`),
      wide > 70 ? h('text', { class: 'in', x: clip(a) + 5, y: (y.get(s.attempt) ?? 24) + 12 }, `${s.status} ${span((b - a) / 1000)}`) : null);
  };
  const silence = ({ gap, a, b }) => {
    if (b < seen.from || a > seen.to) return null;
    const lasted = (gap.to ? Date.parse(gap.to) : to) - Date.parse(gap.from);
    return h('g', { key: `gap-${a}` },
      h('rect', { class: 'silence', x: clip(a), y: y.get(gap.attempt) ?? 24, width: Math.max(clip(b) - clip(a), 2), height: 16, fill: 'url(#hatch)' }),
      h('title', null, `silent for ${span(lasted / 1000)}, from ${full(gap.from)}`));
  };

  const heartbeats = events.filter((e) => (e.payload?.worker_id || e.actor.startsWith('worker:')) && e.type.startsWith('vp.mission.')).map((e) => Date.parse(e.recorded_at));
  const marks = events.filter((e) => !e.type.endsWith('.heartbeat'));
  const bins = bin(marks.map((e) => ({ t: Date.parse(e.recorded_at), e })), x, width);
  return h('figure', { class: 'timeline' },
    h('svg', {
      width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', tabindex: '0', 'aria-label': said(timeline),
      onkeydown: (e) => { if (!e.ctrlKey && !e.metaKey && keys[e.key]) { e.preventDefault(); keys[e.key](); } },
      onwheel: (e) => { if (e.ctrlKey || e.shiftKey) { e.preventDefault(); zoom(e.deltaY > 0 ? 1.2 : 0.8, seen.from + (e.offsetX - left) / scale); } },
      onpointerdown: (e) => drag(e, scale, look),
    },
      h('defs', null, h('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, h('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 6 }))),
      axis(seen, x, height),
      label('queued', 24), attempts.map((a) => label(`attempt ${a}`, y.get(a))), label('heard from', beatsY), label('events', marksY),
      h('g', null, timeline.spans.map(bar), silences(timeline, to).map(silence)),
      h('path', { class: 'beats', d: texture(heartbeats, x, width, beatsY) }, h('title', null, `${heartbeats.length} signs of life by its workers`)),
      h('g', null, causes(events, x, seen, marksY)),
      h('g', null, bins.map((b) => h('g', { key: `mark-${Math.round(b.x)}` },
        h('circle', { class: `mark ${tones[b.items[0].e.type.split('.').pop()] ?? ''}`, cx: b.x, cy: marksY + 9, r: b.items.length > 1 ? 5.5 : 4 }),
        h('title', null, b.items.slice(0, 8).map(({ e }) => `${clock(e.recorded_at)} ${e.type} (${e.event_id})`).join('\n') + (b.items.length > 8 ? `\n… and ${b.items.length - 8} more` : '')),
        b.items.length > 1 ? h('text', { class: 'in many', x: b.x, y: marksY + 12, 'text-anchor': 'middle' }, b.items.length > 99 ? '+' : String(b.items.length)) : null)))),
    h('figcaption', { class: 'controls' },
      h('button', { type: 'button', onclick: keys['+'], 'aria-label': 'Zoom in' }, '+'), h('button', { type: 'button', onclick: keys['-'], 'aria-label': 'Zoom out' }, '−'),
      h('button', { type: 'button', onclick: keys.ArrowLeft, 'aria-label': 'Earlier' }, '←'), h('button', { type: 'button', onclick: keys.ArrowRight, 'aria-label': 'Later' }, '→'),
      h('button', { type: 'button', onclick: keys[0] }, 'All'),
      h('span', { class: 'faint' }, `${clock(new Date(seen.from).toISOString())} to ${clock(new Date(seen.to).toISOString())} · drag, or arrow keys and + −`)));
}

/** The parts of silences that bars show: none while blocked, since the bar must show that. */
function silences(timeline, end) {
  return timeline.spans.filter((s) => s.status === 'running').flatMap((s) => timeline.gaps.filter((gap) => gap.attempt === s.attempt).map((gap) => ({
    gap, a: Math.max(Date.parse(gap.from), Date.parse(s.from)), b: Math.min(...[gap.to, s.to].map((t) => (t ? Date.parse(t) : end))),
  }))).filter(({ a, b }) => a < b);
}

/** The timeline in a sentence, for those who don't see it. */
function said(timeline) {
  const parts = timeline.spans.map((s) => `${s.status}${s.attempt ? ` in attempt ${s.attempt}` : ''} for ${span(s.seconds ?? (Date.parse(timeline.to) - Date.parse(s.from)) / 1000)}`);
  const gaps = new Set(silences(timeline, Date.parse(timeline.to)).map(({ gap }) => gap));
  const silent = gaps.size ? `; ${gaps.size} silences, the longest ${span(Math.max(...[...gaps].map((g) => g.seconds)))}` : '';
  return `Timeline: ${parts.slice(0, 12).join(', then ')}${parts.length > 12 ? ' …' : ''}; now ${timeline.effective_status}${silent}. The events below say the same as text.`;
}

const label = (text, at) => h('text', { class: 'label', x: left - 8, y: at + 12, 'text-anchor': 'end' }, text);

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 3e4, 6e4, 12e4, 3e5, 6e5, 18e5, 36e5, 108e5, 216e5, 432e5, 864e5, 6048e5];

function axis(seen, x, height) {
  const wanted = (seen.to - seen.from) / 7;
  const step = steps.find((s) => s >= wanted) ?? steps.at(-1);
  const lines = [];
  for (let t = Math.ceil(seen.from / step) * step; t < seen.to; t += step) {
    const iso = new Date(t).toISOString();
    const text = step < 1000 ? `${clock(iso)}.${String(new Date(t).getMilliseconds()).padStart(3, '0')}` : step >= 864e5 ? full(iso).slice(5, 10) : clock(iso);
    lines.push(h('g', { key: `tick-${t}` }, h('line', { class: 'tick', x1: x(t), y1: 16, x2: x(t), y2: height }), h('text', { class: 'axis', x: x(t) + 3, y: 12 }, text)));
  }
  return h('g', null, lines);
}

/** One thin line for each place of the width with a sign of life: holes stay holes. */
function texture(times, x, width, at) {
  const places = new Set();
  for (const t of times) {
    const place = Math.round(x(t));
    if (place >= left && place < width - 8) places.add(place);
  }
  return [...places].sort((a, b) => a - b).map((p) => `M${p} ${at + 2}v14`).join('');
}

/** Merges events that would overlap into one mark. */
function bin(items, x, width) {
  const bins = [];
  for (const item of items) {
    const place = x(item.t);
    if (place < left || place > width - 8) continue;
    const last = bins.at(-1);
    if (last && place - last.x < 11) last.items.push(item); else bins.push({ x: place, items: [item] });
  }
  return bins;
}

/** An arc from each cause to its effect. */
function causes(events, x, seen, at) {
  const known = new Map(events.map((e) => [e.event_id, Date.parse(e.recorded_at)]));
  return events.filter((e) => e.causation && known.has(e.causation)).slice(0, 200).map((e) => {
    const a = known.get(e.causation), b = Date.parse(e.recorded_at);
    if (a < seen.from || b > seen.to) return null;
    return h('path', { key: `cause-${e.event_id}`, class: 'cause', d: `M${x(a)} ${at + 4}Q${(x(a) + x(b)) / 2} ${at - 12} ${x(b)} ${at + 4}` },
      h('title', null, `${e.event_id} was caused by ${e.causation}`));
  });
}

function drag(event, scale, look) {
  if (event.button) return;
  const svg = event.currentTarget;
  let before = event.clientX;
  svg.setPointerCapture(event.pointerId);
  const move = (e) => { const shift = (before - e.clientX) / scale; before = e.clientX; look((w) => ({ from: w.from + shift, to: w.to + shift })); };
  svg.addEventListener('pointermove', move);
  svg.addEventListener('pointerup', () => svg.removeEventListener('pointermove', move), { once: true });
}
