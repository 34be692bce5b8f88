// Moments: an address names one by its time, or by a place in a ledger, whose time only an answer can tell.

import { ask } from './api.js';
import { full } from './format.js';

/** The time of a moment that is written as a time, in milliseconds; null for any other. */
export function written(moment) {
  const time = /^\d{4}-\d\d-\d\dT/.test(moment ?? '') ? Date.parse(moment) : NaN;
  return Number.isNaN(time) ? null : time;
}

/** The time of the page's moment, in milliseconds, known already or from an answer; null for now. */
export async function timeOf(at, known, signal) {
  if (!at) return null;
  return written(at) ?? known ?? Date.parse((await ask('status', {}, { signal })).now);
}

/** A moment in full: its time, or its place as written, with its time if that is known. */
export function inFull(at, time = null) {
  if (written(at) !== null) return full(at);
  return time === null ? at : `${at}, ${full(time)}`;
}

/** The times at which a mission's judgement may change by time alone. */
export const turns = (mission) =>
  (mission.terminal ? [] : [mission.lease_expires_at, mission.deadline, mission.not_before].filter(Boolean));
