// The left side: the picture of the page with a box for each line, to zoom and pan; or its lines as text.
import { byId, make, say, signed, start, tell } from "./common.js";

const NS = "http://www.w3.org/2000/svg";
const STILL = 4; // pixels that a pointer may move in a click
const keyOf = (chunk) => `${chunk[0]}-${chunk[1]}`;
let frame = null; // what of the sheet is seen: x, y, width, height
let whole = null;
let asText = false;
let again = null;

function svg(name, values, text = "") {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

// `look` gives the classes of an article's lines, `badge` its number
export function showSource(view, chunks, look, badge) {
  again = () => showSource(view, chunks, look, badge);
  const left = byId("left");
  const sheet = view.size && (!chunks.length || chunks.some(({ chunk }) => chunk[5]));
  const top = left.scrollTop;
  left.replaceChildren();
  if (sheet) left.append(zoomTools());
  left.append(sheet && !asText ? drawSheet(view, chunks, look, badge) : drawLines(view, chunks, look, badge));
  left.scrollTop = top;
}

// the picture, or the lines of the file
export function turnSource() {
  if (!byId("left").querySelector(".zoom")) return;
  asText = !asText;
  again();
}

let kept = null; // the picture of the page that was shown last, not to be drawn anew

function drawSheet(view, chunks, look, badge) {
  const [width, height] = view.size;
  if (kept?.number !== view.number) {
    kept = { number: view.number, image: picture(view, width, height) };
    frame = [0, 0, width, height];
  }
  whole = [0, 0, width, height];
  const sheet = svg("svg", { id: "sheet", role: "img", "aria-label": say("picture") });
  sheet.dataset.l = "picture";
  sheet.append(svg("rect", { class: "blank", width, height }));
  sheet.append(kept.image);
  const marks = [];
  let before = null;
  for (const one of chunks) {
    const { chunk, owner, part, place } = one;
    if (chunk[5]) {
      const [x0, y0, x1, y1] = chunk[5];
      const box = svg("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: `s ${look(owner)}` });
      box.id = `l${keyOf(chunk)}`;
      sheet.append(box);
      const first = before?.owner !== owner || before.part !== part || before.place !== place;
      if (first && owner >= 0) {
        marks.push(svg("text", { class: "mark", x: x0, y: y0, "font-size": height / 60, dy: "0.3em" }, badge(owner)));
      }
    }
    before = one;
  }
  sheet.append(...marks);
  seen(sheet);
  sheet.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, event.clientX, event.clientY);
  }, { passive: false });
  drag(sheet);
  return sheet;
}

function picture(view, width, height) {
  const image = svg("image", { width, height, preserveAspectRatio: "none" });
  image.setAttribute("href", `${start.base}api/page/${view.number}/picture`);
  image.addEventListener("error", () => { // the boxes stand on a blank sheet
    image.remove();
    tell(say("no-picture"), true);
  });
  return image;
}

function seen(sheet = byId("sheet")) {
  sheet.setAttribute("viewBox", frame.join(" "));
}

// the place on the page of a point of the window
function placeOf(sheet, x, y) {
  const at = new DOMPoint(x, y).matrixTransform(sheet.getScreenCTM().inverse());
  return [at.x, at.y];
}

export function zoom(by, x, y) {
  const sheet = byId("sheet");
  if (!sheet) return;
  const [fx, fy, fw, fh] = frame;
  const [px, py] = x === undefined ? [fx + fw / 2, fy + fh / 2] : placeOf(sheet, x, y);
  const width = Math.min(whole[2], Math.max(whole[2] / 20, fw / by));
  const share = width / fw;
  frame = inside([px - (px - fx) * share, py - (py - fy) * share, width, fh * share]);
  seen();
}

export function pan(dx, dy) {
  if (!byId("sheet")) return;
  frame = inside([frame[0] + dx * frame[2], frame[1] + dy * frame[3], frame[2], frame[3]]);
  seen();
}

function inside([x, y, width, height]) {
  return [Math.min(Math.max(x, 0), whole[2] - width), Math.min(Math.max(y, 0), whole[3] - height), width, height];
}

// a pointer that goes on while it is down moves the sheet, and selects nothing
function drag(sheet) {
  let from = null;
  let moved = false;
  sheet.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.button === 0 && !event.shiftKey) {
      from = { x: event.clientX, y: event.clientY, frame: [...frame], scale: sheet.getScreenCTM().a };
    }
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from || !(event.buttons & 1)) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!moved && Math.hypot(dx, dy) < STILL) return;
    if (!moved) sheet.setPointerCapture(event.pointerId);
    moved = true;
    const [x, y, width, height] = from.frame;
    frame = inside([x - dx / from.scale, y - dy / from.scale, width, height]);
    seen();
  });
  sheet.addEventListener("pointerup", () => (from = null));
  sheet.addEventListener("click", (event) => moved && event.stopPropagation(), true);
}

function zoomTools() {
  const row = make("div", "", "zoom");
  const acts = [["+", "zoom-in", () => zoom(1.25)], ["−", "zoom-out", () => zoom(0.8)], ["⤢", "zoom-all", () => zoom(0.01)]];
  if (!asText) row.append(...acts.map((one) => signed(...one)));
  const turn = make("button", say(asText ? "picture" : "text"));
  turn.type = "button";
  turn.dataset.t = asText ? "picture" : "text";
  turn.setAttribute("aria-keyshortcuts", "v");
  turn.addEventListener("click", () => {
    turnSource();
    byId("left").querySelector(".zoom [data-t]").focus();
  });
  row.append(turn);
  return row;
}

function drawLines(view, chunks, look, badge) {
  const at = new Map();
  for (const found of chunks) {
    if (!at.has(found.chunk[0])) at.set(found.chunk[0], []);
    at.get(found.chunk[0]).push(found);
  }
  const lines = make("div");
  lines.id = "lines";
  for (const [number] of view.lines) {
    const row = make("div", "", "l");
    row.dataset.n = number;
    const parts = (at.get(number) ?? []).sort((a, b) => a.chunk[1] - b.chunk[1]);
    row.dataset.c = [...new Set(parts.map(({ owner }) => badge(owner)))].join(" ");
    for (const { chunk, owner } of parts) {
      // what was read, whatever somebody made of it
      const span = make("span", view.read[keyOf(chunk)] ?? chunk[3], `s ${look(owner)}`);
      span.id = `l${keyOf(chunk)}`;
      row.append(span, " ");
    }
    lines.append(row);
  }
  return lines;
}

// bring the place of a line into sight, and the part of the sheet to it that is seen
export function reveal(key) {
  const node = byId(`l${key}`);
  if (!node) return;
  if (node.localName !== "rect") {
    node.scrollIntoView({ block: "nearest" });
    return;
  }
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(node.getAttribute(name)));
  const [fx, fy, fw, fh] = frame;
  if (x < fx || y < fy || x + width > fx + fw || y + height > fy + fh) {
    frame = inside([x + width / 2 - fw / 2, y + height / 2 - fh / 2, fw, fh]);
    seen();
  }
}
