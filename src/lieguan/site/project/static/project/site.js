// What makes pages quicker to use; every page reads and works without it.
//   data-check-all="NAME"   a checkbox that ticks all checkboxes of that name in its form
//   data-print              a button that prints
//   data-guard              a form: leaving with unsaved changes asks first
//   data-confirm="…"        a button that asks before it sends
//   data-show-when="NAME=a,b"  shown while the field NAME of the same form (or fieldset) has one of these values
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // An anchor that stands on another page of a long list, asked for without `at` (an address from before there were pages).
  const anchor = decodeURIComponent(window.location.hash.slice(1));
  const asked = new URLSearchParams(window.location.search);
  if (anchor && document.querySelector(".pagination") && !document.getElementById(anchor) && !asked.has("at") && !asked.has("page")) {
    asked.set("at", anchor);
    window.location.replace(`?${asked}${window.location.hash}`);
  }
  for (const box of all("[data-check-all]")) {
    const boxes = () => all(`input[type=checkbox][name="${box.dataset.checkAll}"]`, box.form);
    box.hidden = false;
    box.addEventListener("change", () => boxes().forEach((other) => { other.checked = box.checked; }));
  }
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of all("[data-confirm]")) {
    button.addEventListener("click", (event) => {
      if (!window.confirm(button.dataset.confirm)) event.preventDefault();
    });
  }
  for (const form of all("form[data-guard]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }
  for (const part of all("[data-show-when]")) {
    const [name, values] = part.dataset.showWhen.split("=");
    const field = part.closest("form").elements.namedItem(name);
    if (!field) continue;
    const show = () => { part.hidden = !values.split(",").includes(field.value); };
    const listened = field instanceof RadioNodeList ? Array.from(field) : [field];
    listened.forEach((one) => one.addEventListener("change", show));
    show();
  }
})();
