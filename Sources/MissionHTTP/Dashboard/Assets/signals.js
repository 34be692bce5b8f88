// What a part of the page asks of the whole: to be drawn again, or to be loaded again.

const bodies = { redraw: () => {}, reload: () => {} };

/** Draws the page from what is loaded already. */
export const redraw = () => bodies.redraw();

/** Loads what the page shows anew. */
export const reload = () => bodies.reload();

/** Says what both do; the page's own start calls it once. */
export function serveSignals(redrawing, reloading) {
  bodies.redraw = redrawing;
  bodies.reload = reloading;
}

/** Says something to those who hear the page, and shows it for a while to those who see it. */
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = text;
  place.className = 'said';
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.className = 'visually-hidden'; }, 5_000);
}
