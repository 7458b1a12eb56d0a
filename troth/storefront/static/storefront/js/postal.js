// The lines of an address follow its country at once. Without this file a button does it.
"use strict";

for (const box of document.querySelectorAll("[data-postal]")) {
  const country = box.querySelector("[data-postal-country]");
  const lines = box.querySelector("[data-postal-lines]");
  const update = box.querySelector("[data-postal-update]");
  if (update) update.hidden = true;
  country.addEventListener("change", async () => {
    if (!country.value) { lines.replaceChildren(); return; }
    const typed = new Map([...lines.querySelectorAll("input, textarea, select")].map((each) => [each.name, each.value]));
    try {
      const answer = await fetch(`${box.dataset.postal}&country=${encodeURIComponent(country.value)}`);
      if (!answer.ok) throw new Error(answer.statusText);
      lines.innerHTML = await answer.text();
    } catch {
      if (update) update.hidden = false;
      return;
    }
    for (const each of lines.querySelectorAll("input, textarea, select")) {
      const before = typed.get(each.name);
      if (before && (each.tagName !== "SELECT" || [...each.options].some((one) => one.value === before))) each.value = before;
    }
  });
}
