// The checkout without reloads: fields and prices follow the country, the sum follows the way of delivery.
// Without this file a button does the first, and the sums stand beside the choices.

const form = document.querySelector("form[data-checkout]");

const followMethod = () => {
  const chosen = form.querySelector('input[name="method"]:checked');
  form.querySelectorAll("[data-price]").forEach((line) => { line.hidden = !chosen || line.dataset.price !== chosen.value; });
};

const followCountry = async (select) => {
  const asked = new FormData(form);
  asked.set("reshape", select.name);
  const answer = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["delivery-lines", "billing-lines", "methods", "summary"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(fresh);
  }
};

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "method") followMethod();
    if (event.target.matches("[data-postal-country]")) followCountry(event.target);
  });
  form.querySelectorAll("[data-reshape]").forEach((button) => { button.hidden = true; });
  addEventListener("pageshow", followMethod);
}
