// What both views share: the words of the interface, the reader's language and theme, and talk with the server.
export const root = document.documentElement;
export const byId = (id) => document.getElementById(id);
export const start = JSON.parse(byId("start").textContent);

// of a text in English and Chinese the one that the reader wants
export const ours = (pair) => pair[root.lang === "zh" ? 1 : 0];

export function say(key) {
  const found = start.words[key];
  return found ? ours(found) : key.slice(key.indexOf(".") + 1);
}

export function make(name, text = "", kind = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
}

// a button that shows a sign, named by a word
export function signed(sign, word, run) {
  const button = make("button", sign);
  button.type = "button";
  button.dataset.l = word;
  named(button);
  button.addEventListener("click", run);
  return button;
}

function named(node) {
  node.setAttribute("aria-label", say(node.dataset.l));
  if (["button", "a"].includes(node.localName)) node.title = say(node.dataset.l);
}

export function speak(lang) {
  root.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of document.querySelectorAll("[data-l]")) named(node);
}

export function chosenLanguage() {
  const own = kept("lang");
  if (own) return own;
  if (start.lang !== "auto") return start.lang;
  return (navigator.languages[0] ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

// the day and the minute of a record, as the reader's clock shows them
export function when(at, day = false) {
  const style = day ? { dateStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return at ? new Date(at).toLocaleString(root.lang === "zh" ? "zh-CN" : "en-GB", style) : "";
}

// what the browser keeps for itself: a language, a name; where it may not, nothing is kept
export function kept(key, store = "localStorage") {
  try {
    return window[store].getItem(`papercut.${key}`) ?? "";
  } catch {
    return "";
  }
}

export function keep(key, value, store = "localStorage") {
  try {
    window[store].setItem(`papercut.${key}`, value);
  } catch {
    // private windows may refuse
  }
}

export function turnTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  keep("theme", root.dataset.theme);
}

// the answer of the server; what it refuses is thrown with what it said, and `changed` where somebody else was quicker
export async function ask(path, body) {
  let answer;
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    answer = await fetch(start.base + path, body ? sent : {});
  } catch {
    throw new Error(say("unreachable"));
  }
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return found;
  const told = Array.isArray(found.error) ? ours(found.error) : found.error;
  throw Object.assign(new Error(told ?? `${say("failed")} (${answer.status})`), { changed: Boolean(found.changed) });
}

export function tell(text, alarm = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("alarm", alarm);
}

// the key that was pressed, as the table of keys has it: capitals are those of the shift key
export function pressed(event) {
  const locked = event.getModifierState("CapsLock") && /^[a-z]$/i.test(event.key);
  return locked ? event.key[event.shiftKey ? "toUpperCase" : "toLowerCase"]() : event.key;
}

// the help: rows of keys and what they do
export function showKeys(rows) {
  byId("key-list").replaceChildren(...rows.flatMap(([keys, word]) => {
    const term = make("dt");
    for (const key of keys.split(" ")) term.append(make("kbd", key), " ");
    return [term, make("dd", say(word))];
  }));
  byId("keys").showModal();
}
