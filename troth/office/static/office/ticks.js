// Narrows a list of boxes to those whose words hold what is typed; what is ticked stays in sight. Nothing is sent by it.
for (const list of document.querySelectorAll("[data-office-ticks]")) {
  const field = list.querySelector("input[type=search]");
  const rows = [...list.querySelectorAll("li")].map((row) => ({
    row,
    box: row.querySelector("input"),
    words: row.textContent.toLowerCase(),
  }));
  field.closest("[hidden]").hidden = false;
  field.addEventListener("input", () => {
    const sought = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, box, words } of rows) row.hidden = !box.checked && !sought.every((each) => words.includes(each));
  });
  // Enter looks, it does not save.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
