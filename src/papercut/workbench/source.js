// The left side: the picture of the page with a box for each line, to zoom and pan; or its lines as text.
import { byId, make, say, start } from "./common.js";

const NS = "http://www.w3.org/2000/svg";
const keyOf = (chunk) => `${chunk[0]}-${chunk[1]}`;
let frame = null; // what of the sheet is seen: x, y, width, height
let whole = null;

function svg(name, values) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
  return node;
}

// `look` gives the classes of an article's lines
export function showSource(view, chunks, look) {
  const left = byId("left");
  const sheet = view.size && chunks.every(({ chunk }) => chunk[5]);
  if (sheet) left.replaceChildren(zoomTools(), drawSheet(view, chunks, look));
  else left.replaceChildren(drawLines(view, chunks, look));
}

function drawSheet(view, chunks, look) {
  const [width, height] = view.size;
  const old = byId("sheet");
  if (!old || String(whole) !== String([0, 0, width, height])) frame = [0, 0, width, height];
  whole = [0, 0, width, height];
  const sheet = svg("svg", { id: "sheet", role: "img" });
  sheet.dataset.l = "picture";
  sheet.setAttribute("aria-label", say("picture"));
  sheet.append(svg("rect", { class: "blank", width, height }));
  sheet.append(old?.querySelector("image") ?? picture(view, width, height));
  for (const { chunk, owner } of chunks) {
    const [x0, y0, x1, y1] = chunk[5];
    const box = svg("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: `s ${look(owner)}` });
    box.id = `l${keyOf(chunk)}`;
    sheet.append(box);
  }
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
  image.addEventListener("error", () => image.remove()); // it has none: the boxes stand on a blank sheet
  return image;
}

function seen(sheet = byId("sheet")) {
  sheet.setAttribute("viewBox", frame.join(" "));
}

export function zoom(by, x, y) {
  const sheet = byId("sheet");
  if (!sheet) return;
  const [fx, fy, fw, fh] = frame;
  const box = sheet.getBoundingClientRect();
  const at = x === undefined ? [0.5, 0.5] : [(x - box.left) / box.width, (y - box.top) / box.height];
  const width = Math.min(whole[2], Math.max(whole[2] / 20, fw / by));
  const height = (width * fh) / fw;
  frame = inside([fx + (fw - width) * at[0], fy + (fh - height) * at[1], width, height]);
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

function drag(sheet) {
  let from = null;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && !event.shiftKey) from = { x: event.clientX, y: event.clientY, frame: [...frame] };
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from || !(event.buttons & 1)) return;
    const box = sheet.getBoundingClientRect();
    const [x, y, width, height] = from.frame;
    frame = inside([x - ((event.clientX - from.x) / box.width) * width, y - ((event.clientY - from.y) / box.height) * height, width, height]);
    seen();
  });
  sheet.addEventListener("pointerup", () => (from = null));
}

function zoomTools() {
  const row = make("div", "", "zoom");
  for (const [sign, act, word] of [["+", () => zoom(1.25), "zoom-in"], ["−", () => zoom(0.8), "zoom-out"], ["⤢", () => zoom(0.01), "zoom-all"]]) {
    const button = make("button", sign);
    button.type = "button";
    button.dataset.l = word;
    button.setAttribute("aria-label", say(word));
    button.title = say(word);
    button.addEventListener("click", act);
    row.append(button);
  }
  return row;
}

function drawLines(view, chunks, look) {
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
    for (const { chunk, owner } of parts) {
      const span = make("span", chunk[3], `s ${look(owner)}`);
      span.id = `l${keyOf(chunk)}`;
      row.append(span, " ");
    }
    lines.append(row);
  }
  return lines;
}

// bring the place of a line into sight, and zoom out where it is not in the part that is seen
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
