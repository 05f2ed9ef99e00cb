// What hands do to a page: each act becomes one step, which the server keeps before the page shows it.
import { ask, byId, pressed, say, showKeys, start, tell, turnTheme } from "./common.js";
import { editLine } from "./edit.js";
import { between, chosen, elementOf, FURNITURE, held, load, select, show, state, step, widen } from "./page.js";
import { pan, turnSource, zoom } from "./source.js";

const BODY = ["paragraph", "subhead", "list_item", "verse", "table", "caption"];
const PARTS = ["headline", "kicker", "deck", "byline", "jump_line"];
const ASIDE = ["removed", "advert", "folio", "nameplate", "ear", "duplicate"];
const ROLES = [...PARTS.slice(0, 4), ...BODY, "jump_line", ...ASIDE];
const ROLE_KEYS = { 1: "headline", 2: "kicker", 3: "deck", 4: "byline", 5: "subhead", 6: "paragraph", 7: "caption", 0: "removed" };

let busy = Promise.resolve();

const at = (chunk) => [chunk[0], chunk[1]];
const span = (chunk) => [chunk[0], chunk[1], chunk[2]];
const anchorOf = (owner) => at(state.chunks.find((c) => c.owner === owner).chunk);

// Keep a step. Acts wait for one another: `steps` makes it of the page as the act before left it, and of what was
// selected when somebody asked for it. What it returns as text is said instead.
function act(steps) {
  const keys = held();
  busy = busy.then(async () => {
    if (!state.view) return;
    const made = steps(between(keys));
    if (typeof made === "string") tell(made, true);
    if (typeof made === "string" || !made?.length) return;
    tell(say("keeping"));
    try {
      const by = byId("by").value.trim() || start.by;
      const { undoes, redoes } = state.view;
      show(await ask(`api/page/${state.view.number}`, { by, seen: state.view.last, steps: made }));
      const turned = { undo: ["undone", undoes], redo: ["redone", redoes] }[made[0].do];
      if (!state.view.misfits.length) tell(turned ? `${say(turned[0])} ${say(`do.${turned[1]}`)}` : say("kept"));
    } catch (error) {
      if (error.changed) await load(state.view.number).catch(() => {});
      tell(error.message, true);
    }
  });
  return busy;
}

// selected lines, those of one element together
function groups(list) {
  const out = [];
  for (const own of list) {
    const last = out.at(-1)?.at(-1);
    if (last && last.owner === own.owner && last.part === own.part && last.place === own.place) out.at(-1).push(own);
    else out.push([own]);
  }
  return out;
}

const split = () => act(([first]) => {
  if (first && first.part !== "body") return say("split-text");
  return first ? [{ do: "split", before: at(first.chunk) }] : [];
});

function merge() {
  act(([first]) => {
    if (!first || first.owner < 0) return [];
    if (first.owner < 1) return say("no-previous");
    return [{ do: "merge", article: anchorOf(first.owner), into: anchorOf(first.owner - 1) }];
  });
}

const place = (list, more) => ({ do: "place", pieces: list.map(({ chunk }) => span(chunk)), ...more });

// give a role; what stands in the furniture goes to the article that has the line before it
function role(name) {
  act((list) => groups(list).flatMap((own) => {
    if (own[0].owner === FURNITURE && !ASIDE.includes(name)) return [place(own, { role: name, to: nearest(own[0].chunk) })];
    return [...restOf(own, name), place(own, { role: name })];
  }));
}

// a subhead or a paragraph in the midst of a paragraph parts it: what stands behind becomes one of its own
function restOf(own, name) {
  const [low, high] = elementOf(own[0].index);
  const [first, last] = [own[0].index, own.at(-1).index];
  if (own[0].part !== "body" || !["subhead", "paragraph"].includes(name) || first === low || last === high) return [];
  return [place(state.chunks.slice(last + 1, high + 1), { role: own[0].role })];
}

function nearest([line]) {
  const apart = ({ chunk }) => (chunk[0] <= line ? line - chunk[0] : 1e9 + chunk[0]);
  const text = state.chunks.filter((c) => c.owner >= 0);
  return text.length ? at(text.reduce((best, c) => (apart(c) < apart(best) ? c : best)).chunk) : null;
}

// move text to the end of another article, or into one of its own
function move(owner) {
  act((list) => {
    const all = groups(list);
    const first = all[0]?.[0];
    if (!first || (first.owner === owner && owner >= 0)) return [];
    return all.map((own, k) => place(own, {
      ...(own[0].owner < 0 ? { role: "paragraph" } : {}), to: owner >= 0 ? anchorOf(owner) : k ? at(first.chunk) : null,
    }));
  });
}

const join = () => act((list) => (list.length ? [place(list, { role: list[0].role })] : []));

// a paragraph goes up or down in its article; if a headline is selected, its article does
function shift(by) {
  act(([first]) => {
    if (!first || first.owner < 0) return [];
    if (first.part !== "body") return shiftArticle(first.owner, by);
    const body = state.chunks.filter((c) => c.owner === first.owner && c.part === "body");
    const lead = (k) => body.find((c) => c.place === k)?.chunk;
    const to = by < 0 ? first.place - 2 : first.place + 1;
    if ((by < 0 && first.place === 0) || (by > 0 && !lead(to))) return say("no-further");
    return [place(body.filter((c) => c.place === first.place), { after: to < 0 ? null : at(lead(to)) })];
  });
}

const shiftOwn = (by) => act(([first]) => (first && first.owner >= 0 ? shiftArticle(first.owner, by) : []));

function shiftArticle(owner, by) {
  const after = by < 0 ? owner - 2 : owner + 1;
  if ((by < 0 && owner === 0) || after >= state.view.articles.length) return say("no-further");
  return [{ do: "order", article: anchorOf(owner), after: after < 0 ? null : anchorOf(after) }];
}

// the field opens when the acts before it are done, since the page is then shown anew
async function edit() {
  await busy;
  const own = state.chunks[state.to];
  if (own) {
    editLine(own.chunk, (text) => act(() => [{ do: "edit", pieces: [span(own.chunk)], was: own.chunk[3], text }]));
  }
}

const undo = () => act(() => (state.view.undo ? [{ do: "undo", of: state.view.undo }] : say("no-undo")));
const redo = () => act(() => (state.view.redo ? [{ do: "redo", of: state.view.redo }] : say("no-redo")));

async function toNext() {
  await busy;
  try {
    const { number } = await ask(`api/next/${state.number}`);
    if (number === null) {
      tell(say("all-checked"));
      return;
    }
    select(-1, -1, false);
    await load(number);
    history.pushState(null, "", `${start.base}page/${number}`);
    byId("right").focus();
  } catch (error) {
    tell(error.message, true);
  }
}

// whoever goes on through checked pages takes no check away; undo does
async function check() {
  await act(() => (state.view.checked ? [] : [{ do: "check" }]));
  if (state.view?.checked) await toNext();
}

export function showTools() {
  const { view } = state;
  const [first] = chosen();
  for (const [id, does] of [["undo", view?.undoes], ["redo", view?.redoes]]) {
    byId(id).disabled = !does;
    byId(id).title = does ? say(`do.${does}`) : "";
  }
  byId("check").disabled = !view;
  for (const id of ["split", "join", "edit", "up", "down", "role", "to"]) byId(id).disabled = !first;
  if (first?.part !== "body") byId("split").disabled = true;
  byId("merge").disabled = !first || first.owner < 1;
  byId("check").textContent = say("check");
  byId("role").replaceChildren(...ROLES.map((name) => new Option(say(`role.${name}`), name)));
  byId("role").value = first?.role ?? "";
  const heads = (view?.articles ?? []).map((a, k) => new Option(`${k + 1} ${(a.headline ?? a.body[0]?.chunks[0]?.[3] ?? "").slice(0, 16)}`, k));
  byId("to").replaceChildren(...heads, new Option(say("new-article"), -1));
  byId("to").value = first && first.owner >= 0 ? String(first.owner) : "";
}

// A choice of the mouse counts at once. Keys go through the choices, and only Enter makes one.
function choice(id, run) {
  const field = byId(id);
  let byKey = false;
  let digits = "";
  let since = 0;
  const leave = () => {
    byKey = false;
    digits = "";
    byId("right").focus({ preventScroll: true });
  };
  field.addEventListener("pointerdown", () => (byKey = false));
  field.addEventListener("change", () => {
    if (byKey) return tell(say("enter"));
    run(field.value);
    return leave();
  });
  field.addEventListener("keydown", (event) => {
    byKey = true;
    if (event.key === "Enter" && field.value) {
      event.preventDefault();
      run(field.value);
      leave();
    } else if (event.key === "Escape") {
      showTools();
      tell("");
      leave();
    } else if (/^\d$/.test(event.key)) {
      // the number of an article, whatever is chosen now: browsers would go from 14 to 15 at a 1
      event.preventDefault();
      digits = event.timeStamp - since < 1000 ? digits + event.key : event.key;
      since = event.timeStamp;
      const named = [...field.options].find((option) => option.text.split(" ")[0] === digits);
      if (named) field.value = named.value;
      tell(named ? say("enter") : "");
    }
  });
  field.addEventListener("blur", () => byKey && showTools());
}

const HELP = [
  ["↓ ↑", "key.line"], ["j k", "key.element"], ["⇧↓ ⇧↑ ⇧J ⇧K", "key.extend"], ["x", "key.whole"], ["s", "split"], ["m", "merge"], ["t", "key.to"],
  ["a", "key.own"], ["o", "key.role"], ...Object.entries(ROLE_KEYS).map(([key, name]) => [key, `role.${name}`]), ["g", "join"], ["e", "edit"],
  ["[ ]", "key.shift"], ["{ }", "key.shift-article"], ["u r", "key.undo"], ["c", "check"], ["n", "next-page"], ["+ − =", "key.zoom"],
  ["← → ↑ ↓", "key.pan"], ["v", "key.source"], ["d", "key.theme"], ["l", "key.language"], ["h", "list"], ["?", "key.help"],
];

export function listen({ otherLanguage }) {
  const buttons = { split, merge, join, edit, undo, redo, check, next: toNext, up: () => shift(-1), down: () => shift(1) };
  for (const [id, run] of Object.entries(buttons)) byId(id).addEventListener("click", run);
  choice("role", role);
  choice("to", (value) => move(Number(value)));
  byId("help").addEventListener("click", () => showKeys(HELP));
  window.addEventListener("popstate", () => location.reload());
  const keys = {
    s: split, m: merge, g: join, e: edit, u: undo, r: redo, c: check, n: toNext, "[": () => shift(-1), "]": () => shift(1),
    "{": () => shiftOwn(-1), "}": () => shiftOwn(1), x: widen, t: () => byId("to").focus(), o: () => byId("role").focus(),
    a: () => move(-1), j: () => step(1, true, false), k: () => step(-1, true, false), J: () => step(1, true, true),
    K: () => step(-1, true, true), "+": () => zoom(1.25), "-": () => zoom(0.8), "=": () => zoom(0.01), v: turnSource, d: turnTheme,
    l: otherLanguage, h: () => byId("home").click(), "?": () => showKeys(HELP),
  };
  const arrows = { ArrowDown: [0, 0.1], ArrowUp: [0, -0.1], ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0] };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, select, dialog[open]") || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      (key === "y" || event.shiftKey ? redo : undo)();
      return;
    }
    const key = pressed(event);
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[key];
    const onSheet = arrows[key] && byId("sheet") && event.target.closest?.("#left");
    const run = onSheet ? () => pan(...arrows[key])
      : arrow ? () => step(arrow, false, event.shiftKey)
      : ROLE_KEYS[key] ? () => role(ROLE_KEYS[key]) : keys[key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  showTools();
}
