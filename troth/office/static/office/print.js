// The print button of labels and packing slips.
for (const button of document.querySelectorAll("[data-office-print]")) {
  button.addEventListener("click", () => window.print());
}
