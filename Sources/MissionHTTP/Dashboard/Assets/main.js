// The page: it shows the address's place, keeps it current while events come in, and says when it can't.

import { h, render } from './dom.js';
import { button, link, problem } from './bits.js';
import { openDispatch } from './actions.js';
import { clock, full, span } from './format.js';
import { inFull, timeOf, written } from './moment.js';
import { go, onMove, place, refine } from './place.js';
import { serveSignals } from './signals.js';
import { onEvent, onOpen, onState, startStream } from './stream.js';
import { dropToken, findToken, keepToken, takeToken } from './token.js';
import * as bridge from './views/bridge.js';
import * as fleet from './views/fleet.js';
import * as log from './views/log.js';
import * as mission from './views/mission.js';
import * as missions from './views/missions.js';
import * as projections from './views/projections.js';
import * as time from './views/time.js';

const views = { fleet, missions, mission, time, log, bridge, projections };
const pages = [['fleet', 'Fleet'], ['missions', 'Missions'], ['time', 'Time'], ['log', 'Log'], ['bridge', 'Bridge'], ['projections', 'Projections']];
const main = document.getElementById('main');
const bar = document.querySelector('.bar');

let data = null;
let failure = null;
let loading = null;
let isDirty = false;
let lastPlace = null;
/** The moment that was loaded last, with its time. */
let moment = { at: null, time: null };
/** Events that came while a view was being loaded. */
let meanwhile = [];
/** How many streams have begun, and the number of the one during which the data was loaded. */
let streams = 0;
let streamOfData = 0;

const view = () => (Object.hasOwn(views, place().view) ? views[place().view] : fleet);

/** The time of a moment that was loaded last; null for any other. */
const knownTime = (at) => (at && at === moment.at ? moment.time : null);

/** The place, and the time of its moment: null for now, and for a place in a ledger that is not loaded yet. */
function timedPlace() {
  const here = place();
  return { ...here, time: written(here.at) ?? knownTime(here.at) };
}

// MARK: Showing

function draw() {
  const here = timedPlace();
  render(document.getElementById('nav'), pages.map(([name, title]) =>
    link({ view: name }, { 'aria-current': here.view === name || (here.view === 'mission' && name === 'missions') ? 'page' : null }, title)));
  render(document.getElementById('moment'), here.at
    ? [h('span', { class: 'past' }, 'as of ', h('strong', { title: inFull(here.at, here.time), text: momentText(here.at) })),
      h('button', { type: 'button', onclick: () => refine({ at: null }) }, 'Back to now')]
    : [button('Dispatch …', () => openDispatch(), { class: 'primary' })]);
  const title = view().title(data, here);
  document.title = `${attention()}${title} · Missionlog`;
  render(main, failure ? problem(failure) : null,
    data ? view().draw(data, here) : failure ? null : h('p', { class: 'quiet' }, 'Loading …'));
  tick();
}

const attention = () => (data?.status?.totals.attention ? `(${data.status.totals.attention}) ` : '');

const momentText = (at) => (written(at) === null ? at : `${full(at).slice(0, 10)} ${clock(at)}`);

/**
 * Whether the loaded data can be continued: a new stream knows nothing of an earlier one's events. Data from before
 * the first stream lacks some only in a view that collects the stream's events.
 */
const isKnown = () => streamOfData === streams || (streamOfData === 0 && !view().take);

/** Loads and draws the place; changes during a load ask for one more load. */
async function load() {
  if (loading) { isDirty = true; return; }
  const here = place();
  const stop = new AbortController();
  loading = stop;
  isDirty = false;
  meanwhile = [];
  const stream = streams;
  const begun = performance.now();
  try {
    const time = await timeOf(here.at, knownTime(here.at), stop.signal);
    if (stop.signal.aborted) return;
    const loaded = await view().load({ ...here, time }, stop.signal, isKnown() ? data : null);
    if (stop.signal.aborted) return;
    data = loaded;
    moment = { at: here.at, time };
    streamOfData = stream;
    failure = null;
    for (const event of meanwhile) view().take?.(event, data);
  } catch (error) {
    if (stop.signal.aborted) return;
    failure = error;
    if (error.status === 401) askForToken();
  } finally {
    if (loading === stop) loading = null;
  }
  draw();
  schedule();
  // Under a flood of events, half of the time is left to the person.
  if (isDirty) setTimeout(() => { if (isDirty) load(); }, Math.min(performance.now() - begun, 1_000));
}

function move() {
  const here = place();
  const isSame = lastPlace && lastPlace.view === here.view && lastPlace.id === here.id;
  loading?.abort();
  loading = null;
  // An address with a token was opened in a tab that has the page already, which doesn't reload by itself.
  if (takeToken()) { location.reload(); return; }
  if (!isSame) { data = null; failure = null; scrollTo(0, 0); draw(); main.focus({ preventScroll: true }); }
  lastPlace = here;
  load();
}

// MARK: Time

let timer = null;

/** Judgements change with time alone (a lease runs out, a session falls silent): the page asks again just then. */
function schedule() {
  clearTimeout(timer);
  if (place().at || !data) return;
  const next = (view().deadlines?.(data) ?? []).map((t) => Date.parse(t)).filter((t) => t > Date.now()).sort((a, b) => a - b)[0];
  if (next) timer = setTimeout(load, Math.min(next - Date.now() + 100, 2 ** 31 - 1));
}

function tick() {
  const { at, time } = timedPlace();
  if (at && time === null) return;
  const now = time ?? Date.now();
  for (const each of document.querySelectorAll('[data-age]')) {
    put(each, whole(Math.max(0, Math.floor((now - Date.parse(each.dataset.age)) / 1000))) + each.dataset.suffix);
  }
  for (const each of document.querySelectorAll('[data-until]')) {
    const left = Math.ceil((Date.parse(each.dataset.until) - now) / 1000);
    put(each, left >= 0 ? `${each.dataset.word} ${whole(left)}` : `${each.dataset.word} over for ${whole(-left)}`);
    each.classList.toggle('over', left < 0);
  }
}

/** Whole seconds, which count without flicker. */
const whole = (seconds) => (seconds < 60 ? `${seconds}s` : span(seconds));

const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

// MARK: Life

function showState(state) {
  const live = document.getElementById('live');
  const words = {
    live: ['live', 'Live: changes appear as they are committed.'],
    connecting: ['connecting …', 'Connecting to the event stream.'],
    cut: [`cut off since ${clock(new Date(state.since).toISOString())}`, 'The event stream is cut. Trying again; missed events will then be shown.'],
    refused: ['not admitted', 'The server refused the token.'],
  }[state.kind];
  live.className = `is-${state.kind}`;
  render(live, h('span', { class: 'dot', 'aria-hidden': 'true' }), h('span', { title: words[1] }, words[0]));
  document.body.classList.toggle('is-cut', state.kind === 'cut');
}

function askForToken() {
  dropToken();
  const submit = (event) => {
    event.preventDefault();
    keepToken(event.target.elements.token.value.trim());
    location.reload();
  };
  render(document.getElementById('notice'), h('form', { class: 'problem', onsubmit: submit },
    h('label', null, 'This page needs a token (', h('code', null, 'missionlog serve'), ' prints an address with one): ',
      h('input', { name: 'token', type: 'password', autocomplete: 'off', required: true })), ' ',
    h('button', { type: 'submit' }, 'Use it')));
}

/** Keeps elements that are scrolled into view, by focus say, below the bar, which is higher if it wraps. */
const keepClearOfBar = () => document.documentElement.style.setProperty('scroll-padding-top', `${bar.offsetHeight + 6}px`);

async function start() {
  onMove(move);
  serveSignals(draw, load);
  addEventListener('resize', draw);
  new ResizeObserver(keepClearOfBar).observe(bar);
  setInterval(tick, 1_000);
  document.addEventListener('keydown', shortcut);
  draw();
  if (!(await findToken())) { askForToken(); return; }
  lastPlace = place();
  load();
  onState(showState);
  onOpen((isBeginning) => {
    if (isBeginning) { streams += 1; moment = { at: null, time: null }; }
    // The past changes only with its ledgers.
    if (isBeginning || !place().at || !data || failure) load();
  });
  onEvent((event) => {
    if (loading) meanwhile.push(event);
    if (view().take?.(event, data)) draw();
    if (!place().at && data && view().wants?.(event, data, place())) load();
  });
  startStream();
}

/** `g` then a letter goes to a page, `/` to the search. */
let pressed = '';
function shortcut(event) {
  if (event.target.closest('input, textarea, select, dialog') || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === '/' ) { event.preventDefault(); if (place().view === 'missions') document.getElementById('grep')?.focus(); else go({ view: 'missions' }); }
  const page = pressed === 'g' && pages.find(([name]) => name[0] === event.key);
  if (page) go({ view: page[0] });
  pressed = event.key;
}

start();
