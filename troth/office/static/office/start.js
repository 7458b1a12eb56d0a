// Starts what Wagtail would start from inline scripts, which this shop's Content-Security-Policy does not run.
// Its templates and widgets leave marks instead: <template data-office-start="ImageChooser" data-office-with="[…]">.
(() => {
  const KNOWN = /^(?:init(?:Date|Time|DateTime)Chooser|[A-Za-z]*Chooser|InlinePanel|MultipleChooserPanel)$/;
  const MARK = "template[data-office-start]:not([data-office-started])";

  function start(mark) {
    const name = mark.dataset.officeStart;
    if (!KNOWN.test(name) || typeof window[name] !== "function") return;
    mark.dataset.officeStarted = "";
    const told = JSON.parse(mark.dataset.officeWith);
    if (name.startsWith("init")) window[name](...told);
    else new window[name](...told);
  }

  function sweep(place) {
    if (place.matches?.(MARK)) start(place);
    for (const mark of place.querySelectorAll?.(MARK) ?? []) start(mark);
  }

  // Wagtail asks for the new form's widget right after adding it, so those are not left to the observer.
  if (window.InlinePanel) {
    const add = window.InlinePanel.prototype.addForm;
    window.InlinePanel.prototype.addForm = function addForm(...told) {
      const added = add.apply(this, told);
      sweep(document);
      return added;
    };
  }

  new MutationObserver((changes) => {
    for (const change of changes) for (const added of change.addedNodes) sweep(added);
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => sweep(document));
})();
