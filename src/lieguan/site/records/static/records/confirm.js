// The confirm screen: forms open in the place of what they change and are sent one small change at a time; what
// changed is replaced; source and record lead to each other. Everything works without it, a page at a time.
"use strict";
(() => {
  const root = document.getElementById("confirm");
  if (!root) return;
  const words = root.dataset;
  const said = document.getElementById("said");
  const told = document.getElementById("told");
  const split = root.querySelector(".confirm-split");
  const panes = root.querySelector(".tabs-switch");
  const HEADERS = { "X-Lieguan": "fragments" };
  let open = null; // { form, slot, before, dirty }

  const slotOf = (target) => document.getElementById(`f-${target.replace(":", "-")}`);
  const say = (text) => { said.textContent = ""; window.requestAnimationFrame(() => { said.textContent = text; }); };

  // Two panes on one small screen
  const show = (pane) => {
    split.dataset.shows = pane;
    panes.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.pane === pane)));
  };
  split.classList.add("switched");
  panes.hidden = false;
  panes.addEventListener("click", (event) => { if (event.target.dataset.pane) show(event.target.dataset.pane); });

  // From a field to its place in the source, and back
  const mark = (element) => {
    document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
    if (element) element.classList.add("here");
  };
  const toSource = (start, { quiet = false } = {}) => {
    const place = document.getElementById(`s${start}`);
    if (!place) return;
    if (!quiet) show("source");
    const owner = place.dataset.of;
    mark(place);
    if (owner && owner !== "meeting") {
      document.querySelectorAll(`.p[data-of="${owner}"]`).forEach((one) => one.classList.add("here"));
    }
    centre(place);
    window.requestAnimationFrame(() => centre(place)); // chunks out of sight get their true height when they are drawn
  };
  // Inside the source alone where it scrolls by itself, so that the rest of the page stays where it is.
  const centre = (place) => {
    const box = place.closest(".source-text");
    if (!box.offsetParent) return;
    if (window.getComputedStyle(box).overflowY !== "auto") {
      if (split.dataset.shows === "source") place.scrollIntoView({ block: "center", behavior: "instant" });
      return;
    }
    const [inner, outer] = [place.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTo({ top: box.scrollTop + inner.top - outer.top - (outer.height - inner.height) / 2, behavior: "instant" });
  };
  const reveal = async (target) => {
    let slot = slotOf(target);
    if (!slot && (await unfold(target))) slot = slotOf(target);
    if (!slot) return null;
    for (let up = slot.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    return slot;
  };
  // In a long record a section comes when it is asked for, by its own key or that of an object in it.
  const unfold = async (target) => {
    const answer = await fetch(words.sectionUrl.replace("KEY", encodeURIComponent(target)), { headers: HEADERS });
    if (!answer.ok) return false;
    const html = await answer.text();
    replaceSection(fragment(html).firstElementChild.dataset.key, html, { opened: true });
    return true;
  };
  const goto = async (target) => {
    show("record");
    const slot = await reveal(target);
    if (!slot) return;
    slot.scrollIntoView({ block: "center", behavior: "instant" });
    slot.focus({ preventScroll: true });
    markOf(slot);
  };
  const markOf = (slot) => {
    const place = slot.closest("[data-at]");
    if (place) toSource(place.dataset.at, { quiet: true });
  };

  root.addEventListener("toggle", async (event) => {
    const { load } = event.target.dataset || {};
    if (!load || !event.target.open) return;
    delete event.target.dataset.load;
    const answer = await fetch(load, { headers: HEADERS });
    if (answer.ok) event.target.lastElementChild.replaceWith(fragment(await answer.text()));
  }, true);

  // Replacing what changed
  const fragment = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content;
  };
  const replaceSection = (key, html, { opened = false } = {}) => {
    const old = document.getElementById(`sec-${key}`);
    const made = fragment(html).firstElementChild;
    const details = made.querySelector("details.statement");
    if (details && (opened || old?.querySelector("details.statement")?.open)) details.open = true;
    if (old) old.replaceWith(made); else document.getElementById("sections").append(made);
  };
  const apply = (answer) => {
    root.dataset.version = answer.version;
    const sections = document.getElementById("sections");
    for (const [key, html] of Object.entries(answer.sections)) replaceSection(key, html);
    const kept = new Set(answer.order.map((key) => `sec-${key}`));
    for (const child of Array.from(sections.children)) if (!kept.has(child.id)) child.remove();
    answer.order.forEach((key, at) => {
      const section = document.getElementById(`sec-${key}`);
      if (section && sections.children[at] !== section) sections.insertBefore(section, sections.children[at] || null);
    });
    for (const [at, html] of Object.entries(answer.chunks)) document.getElementById(`chunk-${at}`).innerHTML = html;
    const more = Array.from(document.querySelectorAll("#doubts details"), (one) => one.open);
    document.getElementById("doubts").innerHTML = answer.doubts;
    document.querySelectorAll("#doubts details").forEach((one, at) => { one.open = Boolean(more[at]); });
    document.getElementById("steps").innerHTML = answer.steps;
    document.querySelectorAll('input[name="version"]').forEach((one) => { one.value = answer.version; });
    const count = document.querySelector(".bar .count");
    if (count) count.textContent = answer.count.trim();
  };

  // Opening and closing a form
  const close = () => {
    if (!open) return;
    const { slot, before } = open;
    open = null;
    if (slot.isConnected) slot.replaceChildren(...before);
  };
  const edit = async (target) => {
    if (open && !(await leave())) return;
    show("record");
    let slot = await reveal(target);
    if (!slot && target.startsWith("part:")) slot = document.getElementById("f-part");
    if (!slot) return;
    const answer = await fetch(`${words.formUrl}?of=${encodeURIComponent(target)}`, { headers: HEADERS });
    if (!answer.ok) { tell(words.wordsChanged); return; }
    const before = Array.from(slot.childNodes);
    slot.replaceChildren(fragment(await answer.text()));
    const form = slot.querySelector("form");
    open = { form, slot, before, dirty: false };
    form.querySelector('input[name="version"]').value = root.dataset.version;
    const field = form.querySelector("[data-cursor]") || form.querySelector("textarea, input:not([type=hidden]), select");
    slot.scrollIntoView({ block: "nearest", behavior: "instant" });
    (field || slot).focus();
    if (field?.matches("[data-cursor]")) field.setSelectionRange(field.value.length, field.value.length);
    if (target.startsWith("part:")) toSource(target.slice(5), { quiet: true }); else markOf(slot);
  };
  // What was typed is saved before something else is opened.
  const leave = async () => {
    if (!open) return true;
    if (!open.dirty) { close(); return true; }
    const save = open.form.querySelector("[data-save]");
    return save ? send(open.form, save, { quiet: true }) : true;
  };
  const tell = (html) => {
    const note = document.createElement("div");
    note.className = "notice warn";
    note.innerHTML = html;
    told.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  };

  // Sending one change
  const busy = new WeakSet();
  const send = async (form, button, { quiet = false } = {}) => {
    if (busy.has(form)) return false;
    busy.add(form);
    if (button?.dataset.at !== undefined) form.elements.namedItem("at").value = cursor(form);
    const data = new FormData(form, button || undefined);
    let answer, given;
    try {
      const headers = { ...HEADERS, "X-Lieguan-Shown": root.dataset.version };
      answer = await fetch(form.action, { method: "POST", body: data, headers });
      given = await answer.json();
    } catch {
      complain(form, words.wordsOffline);
      return false;
    } finally {
      busy.delete(form);
    }
    if (answer.status === 409) { conflict(form, button, given); return false; }
    if (!answer.ok) { complain(form, given.error, given.field); return false; }
    const was = open?.slot.id;
    if (open) close();
    apply(given);
    told.querySelectorAll(".conflict").forEach((one) => one.remove());
    say(words.wordsDone.replace("%s", given.said));
    if (!quiet) await land(given.focus, was);
    return true;
  };
  const land = async (focus, was) => {
    const target = focus && focus !== "meeting" ? focus : (was || "f-head").slice(2);
    const slot = await reveal(target);
    if (!slot) return;
    slot.scrollIntoView({ block: "nearest", behavior: "instant" });
    slot.focus({ preventScroll: true });
    markOf(slot);
  };
  const cursor = (form) => {
    const field = form.querySelector("[data-cursor]");
    return String(Array.from(field.value.slice(0, field.selectionStart)).length);
  };
  const complain = (form, text, name) => {
    const place = form.querySelector(".form-error");
    if (!place) { tell(""); told.firstElementChild.textContent = text; return; }
    place.hidden = false;
    place.textContent = text;
    const field = name && form.elements.namedItem(name);
    if (field && field.focus) { field.setAttribute("aria-invalid", "true"); field.focus(); }
  };
  const conflict = (form, button, given) => {
    const note = document.createElement("div");
    note.className = "notice warn conflict";
    note.setAttribute("role", "alert");
    note.innerHTML = given.conflict;
    const row = document.createElement("p");
    row.className = "actions";
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: words.wordsApply });
    const look = Object.assign(document.createElement("button"), { type: "button", className: "secondary", textContent: words.wordsLook });
    again.addEventListener("click", async () => {
      form.querySelector('input[name="version"]').value = given.version;
      note.remove();
      await send(form, button);
    });
    look.addEventListener("click", () => { if (open) open.dirty = false; window.location.reload(); });
    row.append(again, look);
    note.append(row);
    root.querySelectorAll(".conflict").forEach((one) => one.remove());
    (form.querySelector(".form-error") ? form : told).prepend(note);
    note.scrollIntoView({ block: "nearest" });
    again.focus();
  };

  // Mouse
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("a, button");
    if (link?.matches("[data-edit]")) { event.preventDefault(); await edit(link.dataset.edit); return; }
    if (link?.matches("[data-source]")) { event.preventDefault(); toSource(link.dataset.source); return; }
    if (link?.matches("[data-goto]")) { event.preventDefault(); await goto(link.dataset.goto); return; }
    if (link?.matches("[data-open]")) { event.preventDefault(); await unfold(link.dataset.open); return; }
    if (link?.matches("[data-cancel]")) { event.preventDefault(); cancel(); return; }
    const place = event.target.closest(".p[data-of]");
    if (place && window.getSelection().isCollapsed) {
      event.preventDefault();
      await goto(place.dataset.of === "meeting" ? "head" : place.dataset.of);
    }
  });
  const cancel = () => {
    if (!open) return;
    if (open.dirty && !window.confirm(words.wordsUnsaved)) return;
    const { slot } = open;
    close();
    slot.focus({ preventScroll: true });
  };
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-op]")) {
      event.preventDefault();
      const wanted = `button[name="op"][value="${CSS.escape(event.submitter?.value || "")}"]`;
      const target = form.elements.namedItem("target")?.value;
      if (open && open.form !== form && !(await leave())) return;
      if (form.isConnected && form.closest("#doubts")) { await accept(form, event.submitter); return; }
      if (form.isConnected) { await send(form, event.submitter); return; }
      const again = Array.from(root.querySelectorAll(wanted)).find((b) => b.form.elements.target?.value === target);
      if (again) await send(again.form, again);
    } else if (form.matches("[data-final]") && open?.dirty) {
      event.preventDefault();
      if (await leave()) form.requestSubmit(event.submitter);
    }
  });
  // Down the list of doubts: the next one is at hand.
  const accept = async (form, button) => {
    const buttons = () => Array.from(document.querySelectorAll("#doubts form button"));
    const at = buttons().indexOf(button);
    if (!(await send(form, button, { quiet: true }))) return;
    const left = buttons();
    (left[Math.min(at, left.length - 1)] || document.querySelector("#confirm .main"))?.focus();
  };
  root.addEventListener("input", (event) => {
    if (!open || !open.form.contains(event.target)) return;
    open.dirty = true;
    event.target.removeAttribute("aria-invalid");
    grow(event.target);
  });
  // A row that is typed into gets an empty one behind it.
  const grow = (field) => {
    const row = field.closest("[data-new]");
    if (!row) return;
    const next = row.cloneNode(true);
    const number = /-(\d+)-/.exec(row.querySelector("[name]").name)[1];
    next.querySelectorAll("[name]").forEach((one) => {
      one.name = one.name.replace(`-${number}-`, `-${Number(number) + 1}-`);
      if (one.type === "checkbox") one.checked = false; else if (one.tagName !== "SELECT") one.value = "";
    });
    delete row.dataset.new;
    row.after(next);
  };
  root.addEventListener("focusin", (event) => {
    const place = event.target.closest("[data-at]");
    if (!place || place.closest(".source-pane")) return;
    // A link that is being pressed with the mouse must not scroll away from under it.
    if (event.target.matches("a, button") && !event.target.matches(":focus-visible")) return;
    toSource(place.dataset.at, { quiet: true });
    const { words: looked } = event.target.closest("[data-words]")?.dataset || {};
    if (!looked) return;
    const found = Array.from(document.querySelectorAll(".p.here mark")).find((one) => one.textContent === looked);
    if (found) mark(found);
  });

  // Keyboard
  const press = (selector) => { open?.form.querySelector(selector)?.click(); };
  const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
  root.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const slot = event.target.closest(".slot");
    if (event.key === "Escape" && open) { event.preventDefault(); cancel(); return; }
    if (event.key === "Enter" && event.ctrlKey && open) {
      event.preventDefault();
      press(event.shiftKey ? "[data-at]" : "[data-save]");
      return;
    }
    if (event.key === "Enter" && event.target === slot && !event.ctrlKey) {
      event.preventDefault();
      slot.querySelector("[data-edit]")?.click();
      return;
    }
    if (event.altKey && MOVES[event.key] && open) {
      event.preventDefault();
      press(`[value$="-move:${MOVES[event.key]}"]`);
    } else if (event.altKey && event.code === "KeyJ" && open) {
      event.preventDefault();
      press('[value$="-join"]');
    } else if (event.altKey && event.code === "KeyO") {
      event.preventDefault();
      const place = event.target.closest("[data-at]");
      if (place) toSource(place.dataset.at);
    } else if (event.ctrlKey && event.key === "z" && !event.target.matches("input, textarea, select")) {
      event.preventDefault();
      document.querySelector("[data-undo]")?.click();
    }
  });

  // Leaving with something typed: it is sent on the way; where somebody else was quicker, the site keeps it aside.
  window.addEventListener("pagehide", () => {
    if (!open?.dirty) return;
    const save = open.form.querySelector("[data-save]");
    const data = new FormData(open.form);
    data.set("op", save ? save.value : "");
    data.set("leaving", "1");
    navigator.sendBeacon(open.form.action, data);
  });

  // Somebody else at the same record; and right after coming back, what was sent on the way out
  const standing = async () => {
    try {
      const answer = await fetch(words.stateUrl, { headers: HEADERS });
      const now = answer.ok ? await answer.json() : null;
      return now && String(now.version) !== root.dataset.version ? now : null;
    } catch {
      return null; // offline: the next change says so
    }
  };
  window.setTimeout(async () => {
    if ((await standing()) && !open) window.location.reload();
  }, 1500);
  window.setInterval(async () => {
    const now = document.hidden ? null : await standing();
    if (!now?.said || told.dataset.version === String(now.version)) return;
    told.dataset.version = now.version;
    const note = document.createElement("p");
    note.className = "notice warn";
    note.textContent = `${now.said}。${words.wordsChanged}`;
    told.replaceChildren(note);
  }, 20000);

  // A form that the address opened
  const first = root.querySelector("form.edit");
  if (first) open = { form: first, slot: first.closest(".slot") || first.parentElement, before: [], dirty: false };
})();
