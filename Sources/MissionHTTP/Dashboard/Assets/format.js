// The forms of times, lengths, ids and statuses: the same as the command line's.

/** The sign of each effective status, beside its word, so that colour never speaks alone. */
export const signs = {
  queued: '○', running: '▶', blocked: '?', stale: '!', cancelling: '◐',
  completed: '✓', failed: '✕', cancelled: '⊘',
  idle: '○', active: '▶', degraded: '!', lost: '✕', retired: '⊘',
};

/** The end of an id, or the whole of a short one, as the command line shows it. */
export const short = (id) => (id.length <= 16 ? id : id.slice(-8));

/** A length of time: `56ms`, `0.4s`, `12s`, `3m 05s`, `2h 14m`, `3d 04h`. */
export function span(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds < 0) return '-' + span(-seconds);
  if (seconds < 0.0995) return `${Math.round(seconds * 1000)}ms`;
  if (seconds < 9.95) return `${Math.round(seconds * 10) / 10}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return two(Math.floor(whole / 60), 'm', whole % 60, 's');
  if (whole < 86400) return two(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'm');
  return two(Math.floor(whole / 86400), 'd', Math.floor((whole % 86400) / 3600), 'h');
}

const pad = (n, width = 2) => String(n).padStart(width, '0');

const two = (a, unit, b, small) => (b ? `${a}${unit} ${pad(b)}${small}` : `${a}${unit}`);

/** The time of the day, local: `14:05:09`. */
export function clock(iso) {
  if (!iso) return '–';
  const t = new Date(iso);
  return `${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}`;
}

/** Day and time, local with offset: the full form, for titles. */
export function full(iso) {
  if (!iso) return '';
  const t = new Date(iso);
  const offset = -t.getTimezoneOffset();
  const zone = offset === 0 ? 'Z'
    : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${clock(iso)}.${pad(t.getMilliseconds(), 3)} ${zone}`;
}

/** An amount of bytes: `512 B`, `1.2 KiB`, `3.0 MiB`. */
export function bytes(n) {
  if (n < 1024) return `${n} B`;
  let unit;
  for (unit of ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']) {
    n /= 1024;
    if (n < 1023.95) break;
  }
  return `${n.toFixed(1)} ${unit}`;
}

export const count = (n) => n.toLocaleString('en-US');

export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

/** Local midnight, the beginning of "today". */
export function midnight(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** The first line of a text, cut between characters. */
export function line(text, length = 160) {
  const first = (text ?? '').split('\n').find((l) => l.trim()) ?? '';
  // A character is one unit or two; a long line is split only as far as needed to see that it is too long.
  const characters = [...first.slice(0, 2 * length + 2)];
  return characters.length > length ? characters.slice(0, length - 1).join('') + '…' : first;
}
