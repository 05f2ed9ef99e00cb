// What hands do to a page: each act becomes one step, which the server keeps before the page shows it.
import { ask, byId, make, say, start, tell, turnTheme } from "./common.js";
import { chosen, FURNITURE, keyOf, load, select, show, state, step } from "./page.js";
import { pan, zoom } from "./source.js";

const BODY = ["paragraph", "subhead", "list_item", "verse", "table", "caption"];
const PARTS = ["headline", "kicker", "deck", "byline", "jump_line"];
const ASIDE = ["removed", "advert", "folio", "nameplate", "ear", "duplicate"];
const ROLES = [...PARTS.slice(0, 4), ...BODY, "jump_line", ...ASIDE];
const ROLE_KEYS = { 1: "headline", 2: "kicker", 3: "deck", 4: "byline", 5: "subhead", 6: "paragraph", 7: "caption", 0: "removed" };

let busy = Promise.resolve();

const at = (chunk) => [chunk[0], chunk[1]];
const span = (chunk) => [chunk[0], chunk[1], chunk[2]];
const anchorOf = (owner) => at(state.chunks.find((c) => c.owner === owner).chunk);

// keep a step; acts wait for one another, so that each knows the page as the one before left it
function act(steps) {
  busy = busy.then(async () => {
    const made = typeof steps === "function" ? steps() : steps;
    if (!made?.length) return;
    tell(say("keeping"));
    try {
      show(await ask(`api/page/${state.view.number}`, { by: byId("by").value.trim(), seen: state.view.last, steps: made }));
      if (!state.view.misfits.length) tell(say("kept"));
    } catch (error) {
      tell(error.message, true);
      if (error.changed) await load(state.view.number);
    }
  });
  return busy;
}

// the selected lines, those of one element together
function groups() {
  const out = [];
  for (const own of chosen()) {
    const last = out.at(-1)?.at(-1);
    if (last && last.owner === own.owner && last.part === own.part && last.place === own.place) out.at(-1).push(own);
    else out.push([own]);
  }
  return out;
}

function split() {
  const [first] = chosen();
  if (first) act([{ do: "split", before: at(first.chunk) }]);
}

function merge() {
  const [first] = chosen();
  if (!first || first.owner < 1) return tell(say("no-previous"), true);
  act([{ do: "merge", article: anchorOf(first.owner), into: anchorOf(first.owner - 1) }]);
}

// give a role; what stands in the furniture goes to the article that `to` says, or to the first one
function role(name) {
  act(() => groups().map((own) => {
    const step = { do: "place", pieces: own.map(({ chunk }) => span(chunk)), role: name };
    if (own[0].owner === FURNITURE && !ASIDE.includes(name)) step.to = target();
    return step;
  }));
}

function target() {
  const number = Number(byId("to").value || 0);
  return state.view.articles.length ? anchorOf(Math.min(Math.max(number, 0), state.view.articles.length - 1)) : null;
}

// move the selected text to the end of another article, or into one of its own
function move(owner) {
  act(() => {
    const all = groups();
    const body = (own) => (BODY.includes(own[0].role) || PARTS.includes(own[0].role) ? {} : { role: "paragraph" });
    const first = all[0]?.[0];
    if (!first || first.owner === owner) return [];
    return all.map((own, k) => ({
      do: "place", pieces: own.map(({ chunk }) => span(chunk)), ...body(own),
      to: owner >= 0 ? anchorOf(owner) : k ? at(first.chunk) : null,
    }));
  });
}

function join() {
  const list = chosen();
  if (list.length) act([{ do: "place", pieces: list.map(({ chunk }) => span(chunk)), role: list[0].role }]);
}

// the selected paragraph goes up or down in its article; with nothing but a headline selected, its article does
function shift(by) {
  const [first] = chosen();
  if (!first || first.owner < 0) return;
  if (first.part !== "body") return shiftArticle(first.owner, by);
  const body = state.chunks.filter((c) => c.owner === first.owner && c.part === "body");
  const lead = (place) => body.find((c) => c.place === place)?.chunk;
  const place = by < 0 ? first.place - 2 : first.place + 1;
  if (by < 0 && first.place === 0) return;
  if (by > 0 && !lead(place)) return;
  const own = body.filter((c) => c.place === first.place);
  act([{ do: "place", pieces: own.map(({ chunk }) => span(chunk)), after: place < 0 ? null : at(lead(place)) }]);
}

function shiftArticle(owner, by) {
  const after = by < 0 ? owner - 2 : owner + 1;
  if ((by < 0 && owner === 0) || after >= state.view.articles.length) return;
  act([{ do: "order", article: anchorOf(owner), after: after < 0 ? null : anchorOf(after) }]);
}

function edit() {
  const own = state.chunks[state.to];
  const node = own && byId(`r${keyOf(own.chunk)}`);
  if (!node || node.querySelector("input")) return;
  const field = make("input");
  field.value = own.chunk[3];
  field.size = Math.max(12, 2 * own.chunk[3].length);
  field.setAttribute("aria-label", say("edit"));
  const end = (keepIt) => {
    field.remove();
    node.textContent = own.chunk[3];
    byId("right").focus({ preventScroll: true });
    const text = field.value.trim();
    if (keepIt && text && text !== own.chunk[3]) act([{ do: "edit", pieces: [span(own.chunk)], was: own.chunk[3], text }]);
  };
  let over = false;
  const once = (keepIt) => {
    if (!over) end((over = true) && keepIt);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.isComposing) once(true);
    if (event.key === "Escape") once(false);
  });
  field.addEventListener("blur", () => once(true));
  field.addEventListener("click", (event) => event.stopPropagation());
  node.replaceChildren(field);
  field.focus();
}

const undo = () => act(() => (state.view.undo ? [{ do: "undo", of: state.view.undo }] : []));
const redo = () => act(() => (state.view.redo ? [{ do: "redo", of: state.view.redo }] : []));

async function toNext() {
  await busy;
  const { number } = await ask(`api/next/${state.view.number}`);
  if (number === null) return tell(say("all-checked"));
  history.pushState(null, "", `${start.base}page/${number}`);
  select(-1, -1, false);
  await load(number);
  byId("right").scrollTop = 0;
}

async function check() {
  await act([{ do: state.view.checked ? "uncheck" : "check" }]);
  if (state.view.checked) await toNext();
}

export function showTools() {
  const { view } = state;
  const [first] = chosen();
  byId("undo").disabled = !view.undo;
  byId("redo").disabled = !view.redo;
  for (const id of ["split", "join", "edit", "up", "down", "role", "to"]) byId(id).disabled = !first;
  byId("merge").disabled = !first || first.owner < 1;
  byId("check").textContent = say(view.checked ? "uncheck" : "check");
  byId("role").replaceChildren(...ROLES.map((name) => new Option(say(`role.${name}`), name)));
  byId("role").value = first?.role ?? "";
  const titles = view.articles.map((a, k) => new Option(`${k + 1} ${(a.headline ?? a.body[0]?.chunks[0]?.[3] ?? "").slice(0, 16)}`, k));
  byId("to").replaceChildren(...titles, new Option(say("new-article"), -1));
  byId("to").value = first && first.owner >= 0 ? String(first.owner) : "";
}

function showKeys() {
  const rows = [
    ["↓ ↑", "key.line"], ["j k", "key.element"], ["⇧ ↓ ⇧ ↑", "key.extend"], ["s", "split"], ["m", "merge"], ["t", "key.to"], ["a", "new-article"],
    ...Object.entries(ROLE_KEYS).map(([key, name]) => [key, `role.${name}`]),
    ["g", "join"], ["e", "edit"], ["[ ]", "key.shift"], ["u r", "key.undo"], ["c", "check"], ["n", "next-page"], ["+ −", "key.zoom"], ["d l ?", "key.look"],
  ];
  byId("key-list").replaceChildren(...rows.flatMap(([keys, word]) => {
    const term = make("dt");
    for (const key of keys.split(" ")) term.append(make("kbd", key), " ");
    return [term, make("dd", say(word))];
  }));
  byId("keys").showModal();
}

export function listen({ otherLanguage }) {
  const buttons = { split, merge, join, edit, undo, redo, check, next: toNext, up: () => shift(-1), down: () => shift(1) };
  for (const [id, run] of Object.entries(buttons)) byId(id).addEventListener("click", run);
  byId("role").addEventListener("change", () => role(byId("role").value));
  byId("to").addEventListener("change", () => move(Number(byId("to").value)));
  byId("help").addEventListener("click", showKeys);
  window.addEventListener("popstate", () => location.reload());
  const keys = {
    s: split, m: merge, g: join, e: edit, u: undo, r: redo, c: check, n: toNext, "[": () => shift(-1), "]": () => shift(1),
    t: () => byId("to").focus(), a: () => move(-1), j: () => step(1, true, false), k: () => step(-1, true, false),
    J: () => step(1, true, true), K: () => step(-1, true, true), "+": () => zoom(1.25), "-": () => zoom(0.8),
    d: turnTheme, l: otherLanguage, "?": showKeys,
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input, select, dialog[open]");
    if (field || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const pressed = event.key.toLowerCase();
      if (pressed === "z" || pressed === "y") {
        event.preventDefault();
        (pressed === "y" || event.shiftKey ? redo : undo)();
      }
      return;
    }
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const inSource = event.target.closest?.("#left");
    if (inSource && byId("sheet") && event.key.startsWith("Arrow")) {
      const [dx, dy] = { ArrowDown: [0, 0.1], ArrowUp: [0, -0.1], ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0] }[event.key];
      event.preventDefault();
      return pan(dx, dy);
    }
    const run = arrow ? () => step(arrow, false, event.shiftKey) : ROLE_KEYS[event.key] ? () => role(ROLE_KEYS[event.key]) : keys[event.key];
    if (!run || (event.target.closest?.("button, a") && event.key === "Enter")) return;
    event.preventDefault();
    run();
  });
}

