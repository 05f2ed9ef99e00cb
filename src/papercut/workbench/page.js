// One page: its source on the left, its articles on the right, and what is selected in both.
import { ask, byId, chosenLanguage, keep, kept, make, say, speak, start, tell, turnTheme } from "./common.js";
import { listen, showTools } from "./actions.js";
import { fillStates, showList } from "./list.js";
import { reveal, showSource } from "./source.js";

const HUES = 8;
const KINDS = 5;
export const FURNITURE = -1;

// view: what the server says of the page; chunks: its lines as they are read on the right, each with its place;
// chosen: indices of chunks, from the one that selection began with to the one that it goes to
export const state = { view: null, chunks: [], from: -1, to: -1 };

export const keyOf = (chunk) => `${chunk[0]}-${chunk[1]}`;
const look = (owner) => (owner < 0 ? "f" : `c${owner % HUES} u${owner % KINDS}`);
const badge = (owner) => (owner < 0 ? "F" : String(owner + 1));

export function chosen() {
  if (state.from < 0) return [];
  const [low, high] = [Math.min(state.from, state.to), Math.max(state.from, state.to)];
  return state.chunks.slice(low, high + 1);
}

export async function load(number) {
  show(await ask(`api/page/${number}`));
}

// show a page as the server gives it; what was selected stays so, if it still stands there
export function show(view) {
  const held = [state.from, state.to].map((k) => (state.view?.number === view.number && k >= 0 ? keyOf(state.chunks[k].chunk) : null));
  const top = byId("right").scrollTop;
  state.view = view;
  state.chunks = [];
  byId("name").textContent = view.name;
  document.title = `${view.name} – papercut`;
  const right = byId("right");
  right.replaceChildren(...view.articles.map(article));
  if (view.furniture.length) right.append(furniture(view.furniture));
  showSource(view, state.chunks, look);
  const find = (key) => state.chunks.findIndex(({ chunk }) => keyOf(chunk) === key);
  [state.from, state.to] = held[0] === null ? [-1, -1] : held.map(find);
  if (state.from < 0 || state.to < 0) state.from = state.to = Math.max(state.from, state.to);
  right.scrollTop = top;
  light(false);
  about();
}

function about() {
  const { view } = state;
  const checked = view.checked ? ` · ${say("checked-by")} ${view.checked.by}` : "";
  byId("where").textContent = `${view.number + 1} / ${view.of}${view.page > 1 ? ` · ${say("page")} ${view.page}` : ""}${checked}`;
  if (view.misfits.length) tell(`${say("misfits")}: ${view.misfits.map((m) => `${m.do}, ${m.by}: ${m.why}`).join("; ")}`, true);
  showTools();
}

function article(data, owner) {
  const node = make("article", "", look(owner));
  node.id = `a${owner}`;
  if (data.confidence < 0.5) node.classList.add("low");
  const title = make("h2", "", "about");
  title.append(make("b", badge(owner), "badge"), ` ${say("confidence")} ${data.confidence.toFixed(2)}`);
  for (const note of data.notes) title.append(" ", make("span", note, "noted"));
  node.append(title);
  for (const [part, list] of [["parts", data.parts], ["body", data.body], ["below", data.below]]) {
    list.forEach((found, k) => node.append(element(found, owner, part, k)));
  }
  return node;
}

function furniture(list) {
  const node = make("article", "", "f");
  node.id = "aside";
  node.append(make("h2", say("furniture"), "about"));
  list.forEach((found, k) => node.append(element(found, FURNITURE, "furniture", k)));
  return node;
}

function element(found, owner, part, place) {
  const display = ["headline", "subhead"].includes(found.role);
  const node = make(display ? "h3" : "p", "", `e ${found.role}`);
  if (found.role !== "paragraph") node.append(make("span", say(`role.${found.role}`), "tag"), " ");
  for (const chunk of found.chunks) {
    const index = state.chunks.length;
    state.chunks.push({ chunk, owner, part, place, role: found.role, index });
    if (chunk[4]) node.append(chunk[4]);
    const span = make("span", chunk[3], `s ${look(owner)}`);
    span.id = `r${keyOf(chunk)}`;
    span.dataset.k = index;
    node.append(span);
  }
  return node;
}

// an article that is pointed at is lit on both sides, and so are the lines that are selected
export function light(scroll) {
  for (const node of document.querySelectorAll(".s.on, .own")) node.classList.remove("on", "own");
  const list = chosen();
  for (const { chunk } of list) for (const side of "lr") byId(side + keyOf(chunk))?.classList.add("on");
  if (!list.length) return;
  byId(list[0].owner < 0 ? "aside" : `a${list[0].owner}`)?.classList.add("own");
  for (const { chunk, owner } of state.chunks) if (owner === list[0].owner) byId(`l${keyOf(chunk)}`)?.classList.add("own");
  const last = state.chunks[state.to].chunk;
  if (scroll) {
    byId(`r${keyOf(last)}`)?.scrollIntoView({ block: "nearest" });
    reveal(keyOf(last));
  }
  showTools();
}

export function select(from, to = from, scroll = true) {
  state.from = from;
  state.to = to;
  light(scroll);
}

// the first and the last chunk of the element that a chunk stands in
export function elementOf(k) {
  const own = state.chunks[k];
  const same = (c) => c.owner === own.owner && c.part === own.part && c.place === own.place;
  let [low, high] = [k, k];
  while (low > 0 && same(state.chunks[low - 1])) low--;
  while (high + 1 < state.chunks.length && same(state.chunks[high + 1])) high++;
  return [low, high];
}

function pick(event) {
  const node = event.target.closest?.(".s");
  if (!node) return;
  const key = node.id.slice(1);
  const k = state.chunks.findIndex(({ chunk }) => keyOf(chunk) === key);
  if (k < 0) return;
  if (event.shiftKey && state.from >= 0) select(state.from, k, false);
  else if (event.detail === 2) select(...elementOf(k), false);
  else select(k, k, false);
  if (node.closest("#left")) byId(`r${key}`)?.scrollIntoView({ block: "center" });
  else reveal(key);
}

export function step(by, whole, extend) {
  const all = state.chunks;
  if (!all.length) return;
  if (state.from < 0) return select(...(whole ? elementOf(0) : [0, 0]));
  let k = state.to + by;
  if (whole) {
    const [low, high] = elementOf(state.to);
    k = by > 0 ? high + 1 : low - 1;
  }
  if (k < 0 || k >= all.length) return;
  if (extend) select(state.from, whole ? elementOf(k)[by > 0 ? 1 : 0] : k);
  else select(...(whole ? elementOf(k) : [k, k]));
}

function splitter() {
  const bar = byId("splitter");
  const set = (share) => {
    const now = Math.round(Math.min(85, Math.max(15, share)));
    bar.setAttribute("aria-valuenow", now);
    byId("page").style.setProperty("--left", `${now}fr`);
    byId("page").style.setProperty("--right", `${100 - now}fr`);
  };
  bar.addEventListener("pointerdown", (event) => bar.setPointerCapture(event.pointerId));
  bar.addEventListener("pointermove", (event) => {
    if (bar.hasPointerCapture(event.pointerId)) set((100 * event.clientX) / innerWidth);
  });
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
    if (!by) return;
    event.stopPropagation();
    set(Number(bar.getAttribute("aria-valuenow")) + by);
  });
}

function otherLanguage() {
  const lang = root().lang === "zh" ? "en" : "zh";
  keep("lang", lang);
  speak(lang);
  if (state.view) show(state.view);
  else fillStates();
}

const root = () => document.documentElement;

async function begin() {
  speak(chosenLanguage());
  byId("by").value = kept("by") || start.by;
  byId("by").addEventListener("change", () => keep("by", byId("by").value));
  byId("theme").addEventListener("click", turnTheme);
  byId("language").addEventListener("click", otherLanguage);
  if (start.page === null) {
    await showList();
    return;
  }
  byId("page").hidden = byId("tools").hidden = false;
  for (const side of ["left", "right"]) byId(side).addEventListener("click", pick);
  splitter();
  listen({ otherLanguage });
  try {
    await load(start.page);
  } catch (error) {
    tell(error.message, true);
  }
}

begin();
