// The projections: the position and digest of each, and a rebuild beside the live table.

import { h } from '../dom.js';
import { ask } from '../api.js';
import { openRebuild } from '../actions.js';
import { age, button, row, table } from '../bits.js';
import { count, plural } from '../format.js';

export const title = () => 'Projections';

export const load = async (place, signal) => ({ projections: await ask('projections', {}, { signal }) });

export const wants = (event) => event.type.startsWith('log.');

export function draw({ projections }) {
  const list = projections.projections;
  const parked = list.reduce((n, p) => n + p.parked.length, 0);
  return [
    h('h1', { text: 'Projections' }),
    h('p', { class: parked ? 'bad' : 'faint' }, parked ? `${plural(parked, 'event is', 'events are')} parked: a reducer failed on them, and their rows stayed as they were.`
      : 'Every table here is a fold of the log: it can be rebuilt to the same rows at any time.'),
    table(['Ledger', 'Projection', 'Version', 'Position', 'Rows', 'Built', 'Digest', 'Parked', ''],
      list.map((p) => row(`${p.ledger}/${p.name}`, p.ledger, h('strong', { text: p.name }),
        p.stored_version === p.version ? String(p.version) : h('span', { class: 'warn' }, `${p.stored_version ?? 'none'}, program ${p.version}`),
        count(p.position ?? 0), count(p.rows ?? 0), age(p.built_at), h('code', { title: p.digest, text: (p.digest ?? '').slice(0, 12) }),
        p.parked.length ? h('span', { class: 'bad', title: p.parked.map((e) => `${e.position}: ${e.error}`).join('\n') }, count(p.parked.length)) : '0',
        button('Rebuild …', () => openRebuild(p)))), { label: 'Projections' }),
  ];
}
