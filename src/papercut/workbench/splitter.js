// The bar between the two sides: dragged, or moved by the arrow keys.
import { byId, keep, kept } from "./common.js";

export function splitter() {
  const bar = byId("splitter");
  const set = (share) => {
    const now = Math.round(Math.min(85, Math.max(15, share)));
    bar.setAttribute("aria-valuenow", now);
    byId("page").style.setProperty("--left", `${now}fr`);
    byId("page").style.setProperty("--right", `${100 - now}fr`);
    keep("splitter", now);
  };
  if (Number(kept("splitter"))) set(Number(kept("splitter")));
  bar.addEventListener("pointerdown", (event) => bar.setPointerCapture(event.pointerId));
  bar.addEventListener("pointermove", (event) => {
    if (bar.hasPointerCapture(event.pointerId)) set((100 * event.clientX) / innerWidth);
  });
  bar.addEventListener("keydown", (event) => {
    const now = Number(bar.getAttribute("aria-valuenow"));
    const to = { ArrowLeft: now - 5, ArrowRight: now + 5, Home: 15, End: 85 }[event.key];
    if (to === undefined) return;
    event.stopPropagation();
    event.preventDefault();
    set(to);
  });
}
