// The list of pages, least certain first, with filters; a part of it at a time.
import { ask, byId, make, say, start, tell } from "./common.js";

const STATES = ["all", "doubtful", "unchecked", "corrected", "checked"];
let shown = 0;
let asked = 0;

export async function showList() {
  byId("list").hidden = false;
  fillStates();
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => load(true));
  byId("more").addEventListener("click", () => load(false));
  new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting) && !byId("more").hidden) load(false);
  }).observe(byId("more"));
  await load(true);
}

export function fillStates() {
  const state = byId("state");
  const now = state.value || "all";
  state.replaceChildren(...STATES.map((name) => new Option(say(`state.${name}`), name)));
  state.value = now;
}

async function load(anew) {
  const mine = ++asked;
  const query = new URLSearchParams({
    state: byId("state").value, paper: byId("paper").value, date: byId("date").value.trim(), words: byId("words").value.trim(),
    start: anew ? 0 : shown,
  });
  let found;
  try {
    found = await ask(`api/pages?${query}`);
  } catch (error) {
    tell(error.message, true);
    return;
  }
  if (mine !== asked) return; // somebody has typed on
  if (anew) {
    byId("rows").replaceChildren();
    shown = 0;
  }
  byId("rows").append(...found.rows.map(row));
  shown += found.rows.length;
  byId("count").textContent = `${found.count} / ${found.of}`;
  byId("more").hidden = shown >= found.count;
  const papers = byId("paper");
  if (papers.options.length !== found.papers.length + 1) {
    const now = papers.value;
    papers.replaceChildren(new Option("", ""), ...found.papers.map((name) => new Option(name, name)));
    papers.value = now;
  }
  if (found.said.length) tell(found.said.join(" "), true);
}

function row(page) {
  const line = make("tr", "", page.sure !== null && page.sure < 0.5 && !page.checked ? "low" : "");
  const sure = make("td", page.sure === null ? "–" : page.sure.toFixed(2));
  const name = make("td");
  const link = make("a", page.page > 1 ? `${page.name}, ${page.page}` : page.name);
  link.href = `${start.base}page/${page.number}`;
  name.append(link);
  line.append(sure, name, ...[page.paper, page.date, page.articles, page.corrections || "", page.checked].map((v) => make("td", v)));
  return line;
}
