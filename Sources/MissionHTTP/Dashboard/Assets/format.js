// How times, lengths, ids and statuses are written: the same words as the command line's.

/** What each effective status looks like: a sign beside the word, so that colour never speaks alone. */
export const signs = {
  queued: '○', running: '▶', blocked: '?', stale: '!', cancelling: '◐',
  completed: '✓', failed: '✕', cancelled: '⊘',
  idle: '○', active: '▶', degraded: '!', lost: '✕', retired: '⊘',
};

/** The end of an id, or the whole of a short one: what the command line shows. */
export const short = (id) => (id.length <= 16 ? id : id.slice(-8));

/** A length of time: `0.4s`, `56ms`, `3m 20s`, `2h 5m`, `4d 3h`. */
export function span(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds < 0) return '-' + span(-seconds);
  if (seconds < 0.0995) return `${Math.round(seconds * 1000)}ms`;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 59.5) return `${Math.round(seconds)}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return two(Math.floor(whole / 60), 'm', whole % 60, 's');
  if (whole < 86400) return two(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'm');
  return two(Math.floor(whole / 86400), 'd', Math.floor((whole % 86400) / 3600), 'h');
}

const two = (a, unit, b, small) => (b ? `${a}${unit} ${b}${small}` : `${a}${unit}`);

const pad = (n, width = 2) => String(n).padStart(width, '0');

/** The time of the day, local: `14:05:09`. */
export function clock(iso) {
  if (!iso) return '–';
  const t = new Date(iso);
  return `${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}`;
}

/** Day and time, local with offset: what a title says in full. */
export function full(iso) {
  if (!iso) return '';
  const t = new Date(iso);
  const offset = -t.getTimezoneOffset();
  const zone = offset === 0 ? 'Z'
    : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${clock(iso)}.${pad(t.getMilliseconds(), 3)} ${zone}`;
}

export function bytes(n) {
  if (n < 1000) return `${n} B`;
  for (const unit of ['kB', 'MB', 'GB']) {
    n /= 1000;
    if (n < 1000) return `${n.toFixed(n < 10 ? 1 : 0)} ${unit}`;
  }
  return `${n.toFixed(0)} TB`;
}

export const count = (n) => n.toLocaleString('en-US');

export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

/** Local midnight, from which on "today" counts. */
export function midnight(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** The first line of a text, cut. */
export function line(text, length = 160) {
  const first = (text ?? '').split('\n').find((l) => l.trim()) ?? '';
  return first.length > length ? first.slice(0, length - 1) + '…' : first;
}
