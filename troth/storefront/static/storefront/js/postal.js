// The lines of an address follow its country at once. Without this file a button does it.
"use strict";

for (const box of document.querySelectorAll("[data-postal]")) {
  const country = box.querySelector("[data-postal-country]");
  const lines = box.querySelector("[data-postal-lines]");
  const update = box.querySelector("[data-postal-update]");
  if (update) update.hidden = true;
  const typed = new Map(); // by name: also of lines that only some countries have, for when they come back
  const fields = () => [...lines.querySelectorAll("input, textarea, select")];
  const remember = () => fields().forEach((each) => typed.set(each.name, each.value));
  let newest = 0;
  country.addEventListener("change", async () => {
    const mine = ++newest;
    if (!country.value) { remember(); lines.replaceChildren(); return; }
    try {
      const answer = await fetch(`${box.dataset.postal}&country=${encodeURIComponent(country.value)}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const fresh = await answer.text();
      if (mine !== newest) return; // another country was chosen meanwhile
      const at = lines.contains(document.activeElement) ? document.activeElement.id : "";
      remember(); // only now: somebody may have typed on while the answer was under way
      lines.innerHTML = fresh;
      if (at) document.getElementById(at)?.focus({ preventScroll: true });
    } catch {
      if (update) update.hidden = false;
      return;
    }
    for (const each of fields()) {
      const before = typed.get(each.name);
      if (before && (each.tagName !== "SELECT" || [...each.options].some((one) => one.value === before))) each.value = before;
    }
  });
}
