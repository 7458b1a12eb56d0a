// Ticking many orders: all of a page, a row of them with Shift, the next one with the arrow keys. Without this script
// a link ticks all of them, and each box is an ordinary one.
for (const form of document.querySelectorAll("[data-office-batch]")) {
  const boxes = [...document.querySelectorAll(`input[form="${form.id}"][name="order"]`)];
  const all = form.querySelector("[data-office-all]");
  const many = form.querySelector("[data-office-many]");
  let last = -1;

  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    many.textContent = ticked ? `${ticked} / ${boxes.length}` : "";
  }

  form.querySelector("[data-office-instead]").hidden = true;
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  boxes.forEach((box, place) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        const [from, to] = [Math.min(last, place), Math.max(last, place)];
        for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
      }
      last = place;
    });
    box.addEventListener("change", count);
    box.addEventListener("click", count);
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !boxes[place + step]) return;
      event.preventDefault();
      boxes[place + step].focus();
    });
  });
  // A page that comes back from the browser's memory keeps its ticks.
  window.addEventListener("pageshow", count);
  count();
}
