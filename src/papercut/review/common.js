"use strict";

// What both kinds of page share: language and theme of the reader.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);

function say(key) {
  const found = data.words[key];
  return found ? found[root.lang === "zh" ? 1 : 0] : key.slice(key.indexOf(".") + 1);
}

function speak(lang) {
  root.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of document.querySelectorAll("[data-l]")) {
    node.setAttribute("aria-label", say(node.dataset.l));
    if (node.localName === "button") node.title = say(node.dataset.l);
  }
}

function chosen() {
  if (root.dataset.lang !== "auto") return root.dataset.lang;
  return (navigator.languages[0] ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

function turnTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

const otherLanguage = () => speak(root.lang === "zh" ? "en" : "zh");

speak(chosen());
byId("theme").addEventListener("click", turnTheme);
byId("language").addEventListener("click", otherLanguage);
