// A segment is a run of text that stands on both sides: #l7 or #b7 in the source, #r7 in the articles. Its n-th visible
// character on one side is the n-th on the other.
const SPACE = /[\t\n \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const marks = CSS.highlights && { word: new Highlight() };
if (marks) CSS.highlights.set("character", marks.word);

let now = { key: -1, nth: 0 };
let doubt = -1;
let lit = [];
let record = null;

const width = (ch) => (SPACE.test(ch) ? 0 : (data.wide[ch] ?? "x").length);

// which visible character stands at a place of a text, counted from 0
function countTo(text, offset) {
  let seen = 0;
  let at = 0;
  for (const ch of text) {
    if (at + ch.length > offset) break;
    seen += width(ch);
    at += ch.length;
  }
  return seen;
}

// where in a text its nth visible character begins and ends, in code units
function placeOf(text, nth) {
  let seen = 0;
  let at = 0;
  for (const ch of text) {
    seen += width(ch);
    if (seen > nth) return [at, at + ch.length];
    at += ch.length;
  }
  return [0, 0];
}

const visibleIn = (text) => countTo(text, text.length);

function markText(node, nth) {
  if (!marks || !node?.firstChild) return;
  const [start, end] = placeOf(node.textContent, nth);
  const range = new Range();
  range.setStart(node.firstChild, start);
  range.setEnd(node.firstChild, end);
  marks.word.add(range);
}

// the edges of a segment's characters on the sheet count code points of the raw text, white space too
function codePoint(text, nth) {
  return [...text.slice(0, placeOf(text, nth)[0])].length;
}

function markSheet(key, nth) {
  const box = byId(`b${key}`);
  const spot = byId("spot");
  if (!box) return;
  const [upright, ...edges] = data.boxes[key];
  const text = byId(`l${key}`).textContent;
  const index = codePoint(text, nth);
  const along = upright ? ["y", "height"] : ["x", "width"];
  for (const name of ["x", "y", "width", "height"]) spot.setAttribute(name, box.getAttribute(name));
  const [low, long] = along.map((name) => Number(box.getAttribute(name)));
  const step = long / ([...text].length || 1);
  const ends = edges.length ? edges.slice(2 * index, 2 * index + 2) : [low + index * step, low + (index + 1) * step];
  spot.setAttribute(along[0], Math.min(...ends));
  spot.setAttribute(along[1], Math.abs(ends[1] - ends[0]));
}

function light(key, nth, { scroll = null } = {}) {
  for (const node of lit) node.classList.remove("on");
  marks?.word.clear();
  lit = ["l", "r", "b"].map((side) => byId(side + key)).filter(Boolean);
  for (const node of lit) node.classList.add("on");
  markText(byId(`l${key}`), nth);
  markText(byId(`r${key}`), nth);
  markSheet(key, nth);
  now = { key, nth };
  if (scroll) {
    const quick = { block: "center", inline: "center" };
    if (scroll !== "left") (byId("lines").hidden ? byId(`b${key}`) : byId(`l${key}`))?.scrollIntoView(quick);
    if (scroll !== "right") byId(`r${key}`)?.scrollIntoView(quick);
  }
}

// the segment and its character under a point, or nothing
function under(target, x, y) {
  const node = target.closest?.(".s");
  if (!node) return null;
  const key = Number(node.id.slice(1));
  return { key, nth: node.id[0] === "b" ? nthOnSheet(node, key, x, y) : nthInText(node, x, y) };
}

function nthInText(node, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const old = caret ? null : document.caretRangeFromPoint?.(x, y);
  const offset = caret?.offset ?? old?.startOffset;
  if (offset === undefined || (caret?.offsetNode ?? old.startContainer) !== node.firstChild) return 0;
  const text = node.textContent;
  // the nearest caret may stand behind the character that is pointed at
  const before = offset > 1 && text.charCodeAt(offset - 1) >>> 10 === 0x37 ? offset - 2 : offset - 1;
  const range = new Range();
  range.setStart(node.firstChild, Math.max(before, 0));
  range.setEnd(node.firstChild, offset);
  const inside = [...range.getClientRects()].some((r) => x >= r.left && x < r.right && y >= r.top && y < r.bottom);
  return Math.max(0, Math.min(countTo(text, inside ? Math.max(before, 0) : offset), visibleIn(text) - 1));
}

function nthOnSheet(box, key, x, y) {
  const point = new DOMPoint(x, y).matrixTransform(byId("sheet").getScreenCTM().inverse());
  const [upright, ...edges] = data.boxes[key];
  const text = byId(`l${key}`).textContent;
  const chars = [...text];
  const at = upright ? point.y : point.x;
  const [low, long] = (upright ? ["y", "height"] : ["x", "width"]).map((name) => Number(box.getAttribute(name)));
  const middle = (k) => (edges.length ? (edges[2 * k] + edges[2 * k + 1]) / 2 : low + ((k + 0.5) * long) / chars.length);
  let best = 0;
  for (let k = 1; k < chars.length; k++) if (Math.abs(middle(k) - at) < Math.abs(middle(best) - at)) best = k;
  return Math.min(countTo(text, chars.slice(0, best).join("").length), Math.max(visibleIn(text) - 1, 0));
}

function make(name, text, kind) {
  const node = document.createElement(name);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
}

function lineOf(key) {
  return Number(byId(`l${key}`)?.closest(".l").dataset.n ?? 0);
}

function showReasons(line, words) {
  const panel = byId("panel");
  if (panel.hidden) return;
  record ??= JSON.parse(byId("record").textContent);
  const title = make("h2", line ? `${say("line")} ${line}` : say("page"));
  const list = make("ul", "");
  const touched = line ? record.decisions.filter((d) => d.at.some(([a, b]) => a <= line && line <= b)) : [];
  for (const d of touched) list.append(decision(d));
  for (const b of record.breaks) if (line && b.lines[1] === line) list.append(verdict(b));
  if (!list.children.length) list.append(make("li", say(line ? "no-decisions" : "nothing")));
  panel.replaceChildren(title, ...(words ? [make("p", words, "noted")] : []), list);
  panel.scrollTop = 0;
}

function decision(d) {
  const row = make("li", "");
  const second = d.runner_up?.odds >= 0.005 ? ` · ${say("second")} ${say(`label.${d.runner_up.choice}`)} ${d.runner_up.odds.toFixed(2)}` : "";
  row.append(make("b", say(`stage.${d.stage}`)), ` ${d.subject} → `, make("strong", say(`label.${d.choice}`)), ` ${d.odds.toFixed(2)}${second}`);
  if (d.cues.length) {
    const cues = make("details", "");
    cues.append(make("summary", say("cues")));
    const strongest = d.cues.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    for (const c of strongest) cues.append(make("span", `${c.cue} ${c.weight < 0 ? "−" : "+"}${Math.abs(c.weight).toFixed(2)}`, "cue"), " ");
    row.append(cues);
  }
  return row;
}

function verdict(b) {
  const others = Object.entries(b.odds).filter(([, odds]) => odds >= 0.005)
    .sort((x, y) => y[1] - x[1]).map(([name, odds]) => `${say(`label.${name}`)} ${odds.toFixed(2)}`);
  const row = make("li", "");
  row.append(make("b", say("break")), " → ", make("strong", say(`label.${b.verdict}`)), ` · ${others.join(", ")}`);
  return row;
}

function wording(d) {
  if (d.kind === "low") return `${say("doubt.low")}: ${d.odds.toFixed(2)}`;
  if (d.kind === "note") return `${say("doubt.note")}: ${root.lang === "zh" ? d.chinese : d.text}`;
  const second = `${say("second")} ${say(`label.${d.second}`)} ${d.second_odds.toFixed(2)}`;
  return `${say("doubt.close")}: ${say(`stage.${d.stage}`)} → ${say(`label.${d.choice}`)} ${d.odds.toFixed(2)}, ${second}`;
}

function toDoubt(step) {
  const all = data.doubts;
  if (!all.length) return;
  doubt = doubt < 0 && step < 0 ? all.length - 1 : (doubt + step + all.length) % all.length;
  const d = all[doubt];
  byId("at").textContent = `${doubt + 1} / ${all.length}`;
  togglePanel(true);
  if (d.first !== null) light(d.first, 0, { scroll: "both" });
  showReasons(d.line, wording(d));
}

function toBlock(step) {
  const all = [...document.querySelectorAll("#right .e")].filter((node) => node.querySelector(".s") && node.offsetParent);
  if (!all.length) return;
  const here = all.indexOf(byId(`r${now.key}`)?.closest(".e"));
  const next = all[here < 0 ? 0 : (here + step + all.length) % all.length];
  go(Number(next.querySelector(".s").id.slice(1)), 0, "both");
}

function toCharacter(step) {
  const node = byId(`r${now.key}`);
  if (!node) return;
  const nth = now.nth + step;
  if (nth >= 0 && nth < visibleIn(node.textContent)) go(now.key, nth, "both");
  else if (byId(`r${now.key + step}`)) {
    const key = now.key + step;
    go(key, step > 0 ? 0 : Math.max(visibleIn(byId(`r${key}`).textContent) - 1, 0), "both");
  }
}

function go(key, nth, scroll) {
  light(key, nth, { scroll });
  showReasons(lineOf(key));
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
  return pressed;
}

function togglePanel(open) {
  byId("panel").hidden = !press(byId("why"), open);
  if (open && now.key >= 0) showReasons(lineOf(now.key));
}

function toggleFurniture() {
  const button = byId("furniture");
  document.body.classList.toggle("bare", press(button, button.getAttribute("aria-pressed") !== "true"));
}

function toggleSource() {
  const button = byId("source");
  if (!button) return;
  const picture = press(button, button.getAttribute("aria-pressed") !== "true");
  byId("sheet").classList.toggle("away", !picture);
  byId("lines").hidden = picture;
}

const togglePanelNow = () => togglePanel(byId("panel").hidden);
const help = () => byId("keys").showModal();

const keys = {
  n: () => toDoubt(1), p: () => toDoubt(-1), j: () => toBlock(1), k: () => toBlock(-1),
  ArrowRight: () => toCharacter(1), ArrowLeft: () => toCharacter(-1),
  f: toggleFurniture, s: toggleSource, w: togglePanelNow, d: turnTheme, l: otherLanguage, "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || byId("keys").open || !keys[event.key]) return;
  if (event.key.startsWith("Arrow") && now.key < 0) return;
  event.preventDefault();
  keys[event.key]();
});

let waiting = null;
for (const side of ["left", "right"]) {
  const pane = byId(side);
  pane.addEventListener("pointermove", (event) => {
    if (!waiting) requestAnimationFrame(() => {
      const { target, clientX, clientY } = waiting;
      waiting = null;
      const found = under(target, clientX, clientY);
      if (found && (found.key !== now.key || found.nth !== now.nth)) light(found.key, found.nth);
    });
    waiting = event;
  });
  pane.addEventListener("click", (event) => {
    const found = under(event.target, event.clientX, event.clientY);
    if (found) go(found.key, found.nth, side);
  });
  pane.addEventListener("focus", () => {
    if (now.key < 0 && byId("r0")) light(0, 0);
  });
}

for (const [id, act] of Object.entries({
  next: keys.n, previous: keys.p, furniture: toggleFurniture, source: toggleSource, why: togglePanelNow, help,
})) byId(id)?.addEventListener("click", act);

byId("next").disabled = byId("previous").disabled = !data.doubts.length;
