// The bridge: how far each ledger's events have been carried into the feeds, and control of its cursors.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { openCursor } from '../actions.js';
import { age, button, empty, row, table } from '../bits.js';
import { count, span } from '../format.js';

export const title = () => 'Bridge';

export const load = async (place, signal) => ({ bridge: await ask('bridge', {}, { signal, now: true }) });

export const wants = () => true;

export function draw({ bridge }, place) {
  return [
    h('h1', { text: 'Bridge' }),
    place.at ? h('p', { class: 'quiet' }, 'The bridge is always shown as it is now. Its past is in the log, as events of the runtime ledger.') : null,
    h('p', null, bridge.enabled ? `Carries events into feeds every ${span(bridge.interval_seconds)} and whenever something happens.` : 'Switched off in the configuration.'),
    bridge.sources.length ? table(['Ledger', 'Cursor', 'Head', 'Backlog', 'Lag', 'Delivered', 'Skipped', 'Last', 'Errors', ''],
      bridge.sources.map((s) => row(s.ledger, h('strong', { text: s.ledger }), count(s.cursor), count(s.head),
        h('span', { class: s.backlog ? 'warn' : '' }, count(s.backlog)), span(s.lag_seconds), count(s.delivered_total), count(s.skipped_total), age(s.last_delivered_at),
        s.last_error ? h('span', { class: 'bad', title: s.last_error }, `${count(s.errors_total)}: ${s.last_error}`) : count(s.errors_total ?? 0),
        button('Move cursor …', () => openCursor(s)))), { label: 'Sources of the bridge' }) : empty('No ledger has events yet.'),
  ];
}
