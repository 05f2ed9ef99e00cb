// What both views share: the words of the interface, the reader's language and theme, and talk with the server.
export const root = document.documentElement;
export const byId = (id) => document.getElementById(id);
export const start = JSON.parse(byId("start").textContent);

export function say(key) {
  const found = start.words[key];
  return found ? found[root.lang === "zh" ? 1 : 0] : key.slice(key.indexOf(".") + 1);
}

export function make(name, text = "", kind = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
}

export function speak(lang) {
  root.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of document.querySelectorAll("[data-l]")) {
    node.setAttribute("aria-label", say(node.dataset.l));
    if (["button", "a"].includes(node.localName)) node.title = say(node.dataset.l);
  }
}

export function chosenLanguage() {
  const own = kept("lang");
  if (own) return own;
  if (start.lang !== "auto") return start.lang;
  return (navigator.languages[0] ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

// what the browser keeps for itself: a language, a name; where it may not, nothing is kept
export function kept(key) {
  try {
    return localStorage.getItem(`papercut.${key}`) ?? "";
  } catch {
    return "";
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(`papercut.${key}`, value);
  } catch {
    // private windows may refuse
  }
}

export function turnTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
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
  const told = Array.isArray(found.error) ? found.error[root.lang === "zh" ? 1 : 0] : found.error;
  throw Object.assign(new Error(told ?? `${answer.status}`), { changed: Boolean(found.changed) });
}

export function tell(text, alarm = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("alarm", alarm);
}
