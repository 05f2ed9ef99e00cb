// The list of pages, least certain first, with filters; a part of it at a time. The address keeps the filters.
import { ask, byId, keep, kept, make, ours, pressed, say, showKeys, start, tell, turnTheme, when } from "./common.js";

const STATES = ["all", "doubtful", "unchecked", "corrected", "checked"];
const FIELDS = ["state", "paper", "date", "words"];
let shown = 0;
let asked = 0;
let last = null;

export async function showList({ otherLanguage }) {
  byId("list").hidden = false;
  const wanted = new URLSearchParams(location.search);
  byId("paper").append(new Option(say("state.all"), ""));
  if (wanted.get("paper")) byId("paper").append(new Option(wanted.get("paper"), wanted.get("paper")));
  fillStates();
  for (const name of FIELDS) if (wanted.get(name)) byId(name).value = wanted.get(name);
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => addressOf() !== location.search && load(true));
  byId("more").addEventListener("click", () => load(false));
  byId("help").addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, select, dialog[open]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const run = { n: () => byId("rows").querySelector("a")?.click(), d: turnTheme, l: otherLanguage, "?": help }[pressed(event)];
    if (!run) return;
    event.preventDefault();
    run();
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  window.addEventListener("pagehide", () => history.replaceState({ shown, top: byId("list").scrollTop }, ""));
  const before = history.state;
  await load(true);
  while (before && shown < before.shown && !byId("more").hidden && (await load(false)));
  const open = byId(`p${kept("opened", "sessionStorage")}`);
  open?.focus({ preventScroll: true });
  if (before) byId("list").scrollTop = before.top;
  else open?.scrollIntoView({ block: "center" });
  new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting) && !byId("more").hidden) load(false);
  }).observe(byId("more"));
}

const help = () => showKeys([["n", "key.first"], ["d", "key.theme"], ["l", "key.language"], ["?", "key.help"]]);

// what changes with the language
export function fillStates() {
  const state = byId("state");
  const now = state.value || "all";
  state.replaceChildren(...STATES.map((name) => new Option(say(`state.${name}`), name)));
  state.value = now;
  byId("paper").options[0].text = say("state.all");
  if (last) count();
}

function count() {
  byId("count").textContent = last.count ? `${last.count} / ${last.of}` : say("none");
  if (last.said.length) tell(last.said.map(ours).join(" "), true);
}

// the filters as a part of the address
function addressOf() {
  const query = new URLSearchParams();
  for (const name of FIELDS) {
    const value = byId(name).value.trim();
    if (value && value !== "all") query.set(name, value);
  }
  return `${query}` && `?${query}`;
}

async function load(anew) {
  const mine = ++asked;
  const address = addressOf();
  keep("list", address, "sessionStorage");
  if (anew) history.replaceState(null, "", start.base + address);
  let found;
  try {
    found = await ask(`api/pages${address || "?"}&start=${anew ? 0 : shown}`);
  } catch (error) {
    tell(error.message, true);
    return false;
  }
  if (mine !== asked) return false; // somebody has typed on
  last = found;
  if (anew) {
    byId("rows").replaceChildren();
    shown = 0;
  }
  byId("rows").append(...found.rows.map(row));
  shown += found.rows.length;
  byId("more").hidden = shown >= found.count;
  byId("years").replaceChildren(...found.years.map((year) => new Option(year)));
  const papers = byId("paper");
  if (papers.options.length !== found.papers.length + 1) {
    const now = papers.value;
    papers.replaceChildren(new Option(say("state.all"), ""), ...found.papers.map((name) => new Option(name, name)));
    papers.value = now;
  }
  count();
  return found.rows.length > 0;
}

function row(page) {
  const low = page.sure !== null && page.sure < 0.5 && !page.checked;
  const line = make("tr", "", low ? "low" : "");
  const sure = make("td", `${low ? "⚑ " : ""}${page.sure === null ? "–" : page.sure.toFixed(2)}`);
  const name = make("td");
  const link = make("a");
  link.append(make("bdi", page.name), page.page > 1 ? `, ${page.page}` : "");
  link.id = `p${page.number}`;
  link.href = `${start.base}page/${page.number}`;
  link.addEventListener("click", () => keep("opened", page.number, "sessionStorage"));
  name.append(link);
  const paper = make("td");
  paper.append(make("bdi", page.paper));
  const checked = make("td");
  if (page.checked) checked.append(make("bdi", page.checked), ` ${when(page.at, true)}`);
  line.append(sure, name, paper, ...[page.date, page.articles, page.corrections || ""].map((v) => make("td", v)), checked);
  return line;
}
