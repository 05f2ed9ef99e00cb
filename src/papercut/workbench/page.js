// One page: its source on the left, its articles on the right, and what is selected in both.
import { ask, byId, chosenLanguage, keep, kept, make, ours, root, say, speak, start, tell, turnTheme, when } from "./common.js";
import { listen, showTools } from "./actions.js";
import { fillStates, showList } from "./list.js";
import { splitter } from "./splitter.js";
import { reveal, showSource } from "./source.js";

const HUES = 8;
const KINDS = 5;
export const FURNITURE = -1;

// view: what the server says of the page, null until it has; number: which page that is; chunks: its lines as they are
// read on the right, each with its place; from, to: indices of the chunk that selection began with and that it goes to
export const state = { view: null, number: start.page, chunks: [], from: -1, to: -1 };

export const keyOf = (chunk) => `${chunk[0]}-${chunk[1]}`;
const look = (owner) => (owner < 0 ? "f" : `c${owner % HUES} u${owner % KINDS}`);
const badge = (owner) => (owner < 0 ? "F" : String(owner + 1));

// what is selected, by places of the file, which stay when the page is shown anew
export const held = () => [state.from, state.to].map((k) => (k < 0 ? null : keyOf(state.chunks[k].chunk)));

export function between([first, last]) {
  const [low, high] = [first, last].map((key) => state.chunks.findIndex(({ chunk }) => keyOf(chunk) === key)).sort((a, b) => a - b);
  return high < 0 ? [] : state.chunks.slice(low < 0 ? high : low, high + 1);
}

export const chosen = () => between(held());

export async function load(number) {
  state.number = number;
  show(await ask(`api/page/${number}`));
}

// show a page as the server gives it; what was selected stays so, if it still stands there
export function show(view) {
  const same = state.view?.number === view.number;
  const keys = same ? held() : [null, null];
  const top = same ? byId("right").scrollTop : 0;
  state.view = view;
  state.chunks = [];
  byId("name").textContent = view.name;
  document.title = `${view.name} – papercut`;
  const right = byId("right");
  const content = view.lang ?? "";
  for (const side of ["left", "right"]) byId(side).lang = content;
  right.replaceChildren(...notes(view.notes), ...view.articles.map(article));
  if (view.furniture.length) right.append(furniture(view.furniture));
  if (!state.chunks.length) right.append(own(make("p", say("no-text"), "about")));
  showSource(view, state.chunks, look, badge);
  [state.from, state.to] = keys.map((key) => state.chunks.findIndex(({ chunk }) => keyOf(chunk) === key));
  if (state.from < 0 || state.to < 0) state.from = state.to = Math.max(state.from, state.to);
  right.scrollTop = top;
  light(false);
  about();
}

// words of the interface among those of the page
function own(node) {
  node.lang = root.lang;
  return node;
}

function about() {
  const { view } = state;
  const checked = view.checked ? ` · ${say("checked-by")} ${view.checked.by || "?"}, ${when(view.checked.at)}` : "";
  byId("where").textContent = `${view.number + 1} / ${view.of}${view.page > 1 ? ` · ${say("leaf")} ${view.page}` : ""}${checked}`;
  if (view.misfits.length) {
    const rows = view.misfits.map((m) => `${say(`do.${m.do}`)} (${m.by}): ${ours(m.why)}`);
    tell(`${say("misfits")}: ${rows.join("; ")}`, true);
  }
}

const notes = (list) => list.map((pair) => own(make("p", ours(pair), "about noted")));

function article(data, owner) {
  const node = make("article", "", look(owner));
  node.id = `a${owner}`;
  const low = data.confidence < 0.5;
  if (low) node.classList.add("low");
  const title = own(make("h2", "", "about"));
  const whole = make("button", badge(owner), "badge");
  whole.type = "button";
  whole.title = say("whole");
  whole.setAttribute("aria-label", `${say("article")} ${badge(owner)}: ${say("whole")}`);
  whole.addEventListener("click", () => {
    const list = state.chunks.filter((c) => c.owner === owner);
    if (list.length) select(list[0].index, list.at(-1).index, false);
    if (list.length) reveal(keyOf(list[0].chunk));
  });
  title.append(whole, " ", make("span", `${say("confidence")} ${data.confidence.toFixed(2)}`, low ? "noted" : ""));
  node.append(title, ...notes(data.notes));
  for (const [part, list] of [["parts", data.parts], ["body", data.body], ["below", data.below]]) {
    list.forEach((found, k) => node.append(element(found, owner, part, k)));
  }
  return node;
}

function furniture(list) {
  const node = make("article", "", "f");
  node.id = "aside";
  node.append(own(make("h2", say("furniture"), "about")));
  list.forEach((found, k) => node.append(element(found, FURNITURE, "furniture", k)));
  return node;
}

function element(found, owner, part, place) {
  const display = ["headline", "subhead"].includes(found.role);
  const node = make(display ? "h3" : "p", "", `e ${found.role}`);
  const why = found.why ? `: ${say(`why.${found.why}`)}` : "";
  if (found.role !== "paragraph") node.append(own(make("span", say(`role.${found.role}`) + why, "tag")), " ");
  for (const chunk of found.chunks) {
    const index = state.chunks.length;
    if (chunk[4]) node.append(chunk[4]);
    if (!chunk[3]) continue; // its text was written to another one
    state.chunks.push({ chunk, owner, part, place, role: found.role, index });
    const span = make("span", chunk[3], `s ${look(owner)}`);
    span.id = `r${keyOf(chunk)}`;
    node.append(span);
  }
  return node;
}

// an article that is pointed at is lit on both sides, and so are the lines that are selected
export function light(scroll) {
  for (const node of document.querySelectorAll(".s.on, .own")) node.classList.remove("on", "own");
  const list = chosen();
  byId("chosen").textContent = list.length ? told(list) : "";
  for (const { chunk } of list) for (const side of "lr") byId(side + keyOf(chunk))?.classList.add("on");
  if (list.length) {
    const owners = new Set(list.map((c) => c.owner));
    for (const owner of owners) byId(owner < 0 ? "aside" : `a${owner}`)?.classList.add("own");
    for (const { chunk, owner } of state.chunks) if (owners.has(owner)) byId(`l${keyOf(chunk)}`)?.classList.add("own");
    const last = keyOf(state.chunks[state.to].chunk);
    if (scroll) {
      byId(`r${last}`)?.scrollIntoView({ block: "nearest" });
      reveal(last);
    }
  }
  showTools();
}

// what is selected, for who does not see it
function told(list) {
  const [first] = list;
  const where = first.owner < 0 ? say("furniture") : `${say("article")} ${badge(first.owner)}`;
  const text = list.map(({ chunk }) => chunk[3]).join("");
  return `${where}, ${say(`role.${first.role}`)}, ${say("line")} ${first.chunk[0]}: ${text.slice(0, 60)}`;
}

export function select(from, to = from, scroll = true) {
  state.from = from;
  state.to = to;
  light(scroll);
}

// the first and the last chunk of the element, or of the article, that a chunk stands in
export function elementOf(k, whole = false) {
  const mine = state.chunks[k];
  const same = (c) => c.owner === mine.owner && (whole || (c.part === mine.part && c.place === mine.place));
  let [low, high] = [k, k];
  while (low > 0 && same(state.chunks[low - 1])) low--;
  while (high + 1 < state.chunks.length && same(state.chunks[high + 1])) high++;
  return [low, high];
}

// select the paragraph of a line, then its article
export function widen() {
  if (state.to < 0) return;
  const [low, high] = elementOf(state.to);
  const whole = Math.min(state.from, state.to) === low && Math.max(state.from, state.to) === high;
  select(...elementOf(state.to, whole), false);
}

function pick(event) {
  const node = event.target.closest?.(".s");
  if (!node) return;
  const key = node.id.slice(1);
  const k = state.chunks.findIndex(({ chunk }) => keyOf(chunk) === key);
  if (k < 0) return;
  if (event.shiftKey) getSelection().removeAllRanges();
  if (event.shiftKey && state.from >= 0) select(state.from, k, false);
  else if (event.detail > 1) select(...elementOf(k, event.detail > 2), false);
  else select(k, k, false);
  if (node.closest("#left")) byId(`r${key}`)?.scrollIntoView({ block: "center" });
  else reveal(key);
}

export function step(by, whole, extend) {
  const all = state.chunks;
  if (!all.length) return;
  if (state.from < 0) {
    select(...(whole ? elementOf(0) : [0, 0]));
    return;
  }
  let k = state.to + by;
  if (whole) {
    const [low, high] = elementOf(state.to);
    k = by > 0 ? high + 1 : low - 1;
  }
  if (k < 0 || k >= all.length) return;
  if (extend) select(state.from, whole ? elementOf(k)[by > 0 ? 1 : 0] : k);
  else select(...(whole ? elementOf(k) : [k, k]));
}

function otherLanguage() {
  const lang = root.lang === "zh" ? "en" : "zh";
  keep("lang", lang);
  speak(lang);
  tell("");
  if (state.view) show(state.view);
  else if (start.page === null) fillStates();
}

async function begin() {
  if (kept("theme")) root.dataset.theme = kept("theme");
  speak(chosenLanguage());
  byId("by").value = kept("by") || start.by;
  byId("by").addEventListener("change", () => keep("by", byId("by").value));
  byId("theme").addEventListener("click", turnTheme);
  byId("language").addEventListener("click", otherLanguage);
  if (start.page === null) {
    await showList({ otherLanguage });
    return;
  }
  byId("home").href = start.base + kept("list", "sessionStorage");
  byId("page").hidden = byId("tools").hidden = false;
  for (const side of ["left", "right"]) byId(side).addEventListener("click", pick);
  splitter();
  listen({ otherLanguage });
  try {
    await load(start.page);
    byId("right").focus({ preventScroll: true });
  } catch (error) {
    tell(error.message, true);
  }
}

begin();
