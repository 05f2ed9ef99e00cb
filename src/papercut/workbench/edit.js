// The field in which the characters of a line are edited.
import { byId, make, say, tell } from "./common.js";

let open = null; // the field, while there is one

// a line takes its place; `done` gets its text, if it was changed
export function editLine(chunk, done) {
  const node = byId(`r${chunk[0]}-${chunk[1]}`);
  if (!node || node.querySelector("input")) return;
  const field = make("input");
  field.value = field.defaultValue = chunk[3];
  field.size = Math.max(12, 2 * chunk[3].length);
  field.setAttribute("aria-label", say("edit"));
  open = field;
  const end = (keep, stay) => {
    if (open !== field) return;
    open = null;
    field.remove();
    node.textContent = chunk[3];
    if (stay) byId("right").focus({ preventScroll: true });
    const text = field.value.trim();
    if (keep && !text) tell(say("no-empty"), true);
    else if (keep && text !== chunk[3]) done(text);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return; // keys of an input method, also the one that ends it
    if (event.key === "Enter") end(true, true);
    if (event.key === "Escape") end(false, true);
  });
  field.addEventListener("blur", () => document.hasFocus() && end(true, false));
  field.addEventListener("click", (event) => event.stopPropagation());
  field.addEventListener("dblclick", (event) => event.stopPropagation());
  node.replaceChildren(field);
  field.focus();
}

window.addEventListener("beforeunload", (event) => {
  if (open && open.value.trim() !== open.defaultValue) event.preventDefault();
});
