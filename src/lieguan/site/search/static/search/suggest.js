// Names suggested under a search field while somebody types; without this script the field is a plain one.
//   data-suggest="ADDRESS"       where the server answers ?q=… with {"suggestions": [{"text": …, "kind": …}]}
//   data-suggest-label="…"       what the list is called, for who hears the page
// An editable combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): the arrows go through the list,
// Enter takes what is chosen, Escape closes. What is chosen is searched for.
"use strict";
(() => {
  const WAIT = 150;
  // What the search language would read as more than words.
  const MARKS = /[\s()（）"“”「」『』|&]/;

  const combobox = (input, number) => {
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel);
    list.hidden = true;
    input.after(list);
    input.parentElement.classList.add("suggesting");
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);

    let waiting = 0;
    let asked = null;
    let at = -1;

    const close = () => {
      clearTimeout(waiting);
      if (asked) asked.abort();
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (option) => {
      const text = option.dataset.text;
      input.value = MARKS.test(text) ? `「${text.replace(/[「」『』"“”]/g, " ")}」` : text;
      close();
      input.form.requestSubmit();
    };
    const move = (to) => {
      const options = list.children;
      if (at >= 0) options[at].setAttribute("aria-selected", "false");
      at = (to + options.length) % options.length;
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((one, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.dataset.text = one.text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const kind = document.createElement("small");
        kind.textContent = one.kind;
        option.append(one.text, " ", kind);
        option.addEventListener("click", () => choose(option));
        return option;
      }));
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(Boolean(suggestions.length)));
    };
    const ask = async () => {
      if (asked) asked.abort();
      asked = new AbortController();
      try {
        const address = `${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`;
        const answer = await fetch(address, { signal: asked.signal });
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();  // the server is away: the field goes on being a plain one
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(waiting);
      if (event.isComposing) return;  // the input method is not done with the characters
      if (input.value.trim()) waiting = setTimeout(ask, WAIT); else close();
    });
    input.addEventListener("compositionend", () => { waiting = setTimeout(ask, WAIT); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown") move(at + 1);
      else if (event.key === "ArrowUp") move(at < 0 ? -1 : at - 1);
      else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    // The field keeps the focus, so that the list is still open when the button comes up.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  };

  document.querySelectorAll("input[data-suggest]").forEach(combobox);
})();
