// The checkout without reloads: fields and prices follow the country, the sum follows the way of delivery.
// Without this file a button does the first, and the sums stand beside the choices.

const form = document.querySelector("form[data-checkout]");

const followMethod = () => {
  const chosen = form.querySelector('input[name="method"]:checked');
  form.querySelectorAll("[data-price]").forEach((line) => { line.hidden = !chosen || line.dataset.price !== chosen.value; });
};

const PRICES = ["methods", "summary"];

const FIELDS = 'input:not([type="hidden"]), textarea, select';
const typed = new Map(); // by name: also of lines that only some countries have, for when they come back
const due = new Set();
let newest = 0;

const way = (radio) => radio.value.split(" ")[0]; // without the price, which differs by country

const remember = (box) => box.querySelectorAll(FIELDS).forEach((field) => {
  if (field.type === "radio") { if (field.checked) typed.set(field.name, way(field)); }
  else typed.set(field.name, field.type === "checkbox" ? field.checked : field.value);
});

const restore = (box) => {
  const fields = [...box.querySelectorAll(FIELDS)].filter((field) => typed.has(field.name));
  const offered = fields.filter((field) => field.type === "radio" && way(field) === typed.get(field.name));
  offered.forEach((radio) => { radio.checked = true; });
  for (const field of fields) {
    const before = typed.get(field.name);
    if (field.type === "checkbox") field.checked = before;
    else if (field.tagName === "SELECT" ? [...field.options].some((one) => one.value === before) : field.type !== "radio") field.value = before;
  }
};

// What somebody types while the answer is under way stays, and so does the place where they are typing.
const put = (id, page) => {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!old || !fresh) return;
  const at = old.contains(document.activeElement) ? document.activeElement : null;
  const [from, to] = at ? [at.selectionStart, at.selectionEnd] : [];
  remember(old);
  old.replaceWith(fresh);
  restore(fresh);
  const again = at && at.id ? document.getElementById(at.id) : null;
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typeof from === "number" && again.setSelectionRange && again.type !== "email") again.setSelectionRange(from, to);
};

const follow = async (select, places) => {
  places.forEach((id) => due.add(id));
  const mine = ++newest;
  const asked = new FormData(form);
  asked.set("reshape", select.name);
  if ([...due].every((id) => PRICES.includes(id))) asked.set("only", "prices");
  try {
    const answer = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== newest) return; // a later answer knows more
    due.forEach((id) => put(id, page));
    due.clear();
    followMethod();
  } catch {
    form.querySelectorAll("[data-reshape]").forEach((button) => { button.hidden = false; });
  }
};

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "method") followMethod();
    if (event.target.matches("[data-postal-country]")) follow(event.target, ["delivery-lines", "billing-lines", ...PRICES]);
    if (["delivery-region", "tax_id"].includes(event.target.name)) follow(event.target, PRICES);
    if (event.target.name === "delivery-postcode" && form.querySelector("[data-by-postcode]")) follow(event.target, PRICES);
  });
  form.querySelectorAll("[data-reshape]").forEach((button) => { button.hidden = true; });
  addEventListener("pageshow", followMethod);
}
