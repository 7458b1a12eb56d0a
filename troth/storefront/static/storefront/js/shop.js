// Small comforts. Every page works without this file.

const each = (selector, work) => document.querySelectorAll(selector).forEach(work);

// A list of choices that submits itself, and the button that did it before.
each("select[data-autosubmit]", (select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});
each("[data-autosubmit-button]", (button) => { button.hidden = true; });

// An error summary takes the focus, so that it is read out and the first fault is near.
each("[data-focus]", (summary) => summary.focus());

// A form marked so is sent once, however often its button is pressed. Coming back makes it whole again.
each("form[data-once]", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
});

// The product's price, stock and picture follow the chosen variant.
each("form[data-buy]", (form) => {
  const show = (name) => form.querySelector(`[data-show="${name}"]`);
  const follow = () => {
    const chosen = form.querySelector('input[name="variant"]:checked');
    if (!chosen) return;
    const { price, was, stock, state, sku, most, picture } = chosen.dataset;
    show("price").textContent = price;
    show("was").textContent = was;
    show("was").hidden = !was;
    show("stock").textContent = stock;
    show("stock").className = `stock stock--${state}`;
    if (show("sku")) show("sku").textContent = sku;
    form.elements.quantity.max = Math.max(1, Math.min(99, Number(most)));
    show("button").disabled = most === "0";
    if (picture) document.getElementById(`picture-${picture}`)?.scrollIntoView({ block: "nearest", inline: "start" });
  };
  form.addEventListener("change", follow);
  addEventListener("pageshow", follow);
});
