// Requests of a part of the page to the whole: to be drawn again, or to be loaded again.

const bodies = { redraw: () => {}, reload: () => {} };

/** Draws the page from the data that is loaded. */
export const redraw = () => bodies.redraw();

/** Loads the page's data anew. */
export const reload = () => bodies.reload();

/** Sets what both do; called once when the page starts. */
export function serveSignals(redrawing, reloading) {
  bodies.redraw = redrawing;
  bodies.reload = reloading;
}

/** Announces a text to screen readers, and shows it for a while. */
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = text;
  place.className = 'said';
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.className = 'visually-hidden'; }, 5_000);
}
