// Sends each file on its own, so that one bad or slow file does not keep the others waiting; a single file that was
// read leads to its confirm screen. Without this script the form sends all files at once.
"use strict";
(() => {
  const form = document.getElementById("upload");
  const list = document.getElementById("received");
  if (!form) return;
  const input = form.elements.namedItem("files");

  const line = (file) => {
    const item = document.createElement("div");
    item.className = "notice";
    item.textContent = `${file.name}：${form.dataset.wordsReading}`;
    list.append(item);
    return item;
  };

  const send = async (file, item) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    data.append("files", file);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Lieguan": "fragments" } });
      if (!answer.ok) throw new Error(answer.status);
      const holder = document.createElement("div");
      holder.innerHTML = await answer.text();
      item.replaceWith(holder);
      return Array.from(holder.querySelectorAll("[data-minutes]"), (link) => link.href);
    } catch {
      item.className = "notice error";
      item.textContent = `${file.name}：${form.dataset.wordsFailed}`;
      return [];
    }
  };

  form.addEventListener("submit", async (event) => {
    const files = Array.from(input.files);
    if (!files.length) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    list.replaceChildren();
    const items = files.map(line);
    const found = [];
    for (const [at, file] of files.entries()) found.push(...await send(file, items[at]));
    button.disabled = false;
    if (files.length === 1 && found.length === 1) window.location.assign(found[0]);
    else form.reset();
  });

  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();
