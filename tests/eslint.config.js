// The scripts of reviews: common.js stands before each of the other two in one script element. Those of the workbench are
// modules.
const browser = ["CSS", "Highlight", "Range", "DOMPoint", "document", "matchMedia", "navigator", "requestAnimationFrame"];
const common = ["root", "byId", "data", "say", "turnTheme", "otherLanguage"];
const known = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const rules = {
  "no-undef": "error", "no-unused-vars": ["error", { varsIgnorePattern: "^(say|turnTheme|otherLanguage)$" }], "no-var": "error",
  "prefer-const": "error", eqeqeq: ["error", "smart"], "no-shadow": "error", "no-implicit-globals": "off",
  "no-eval": "error", "no-implied-eval": "error", "no-new-func": "error", "consistent-return": "error",
  "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map(
    (property) => ({ property, message: "text of a page never becomes markup" }))],
};
const at = "src/papercut/review/";
const bench = [
  ...browser, "window", "location", "history", "localStorage", "sessionStorage", "fetch", "URLSearchParams", "Option",
  "IntersectionObserver", "getSelection", "innerWidth",
];

module.exports = [
  { files: [`${at}*.js`], languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: known(browser) }, rules },
  { files: [`${at}review.js`, `${at}index.js`], languageOptions: { globals: known(common) } },
  { files: ["src/papercut/workbench/*.js"], languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: known(bench) },
    rules: { ...rules, "no-unused-vars": "error" } },
];
