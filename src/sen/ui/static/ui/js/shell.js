// What every page gains with JavaScript: shortcuts, one submit per press, focus on errors, typed text that survives a lost session.
// Nothing here is needed to finish a task.

const root = document.documentElement;
const singleKeys = root.dataset.singleKeys !== "off";

// ---------------------------------------------------------------- errors first
function focusErrors(scope = document) {
  const summary = scope.querySelector("[data-focus]");
  if (summary) summary.focus();
}
focusErrors();
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

// A link of the summary leads to the control itself, not merely near it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.error-summary a[href^="#"]');
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  (control.labels?.[0] ?? control).scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});

// ---------------------------------------------------------------- one submit per press
// A second press within the time of one answer is dropped.  The button is never disabled: a disabled button loses its name and value.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.target === "_blank" || form.method === "get") return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 15000);
});
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// ---------------------------------------------------------------- typed text survives an expired session
// Kept in this tab only (sessionStorage), under the form's name.  A control is filled again only when the server still shows what it
// showed when the person typed, so that kept text never covers newer text.
const PENDING = "sen:sent";
const keepKey = (form) => `sen:${location.pathname}:${form.dataset.keep}`;
const keepable = (control) => control.name && !["password", "file", "hidden", "submit", "button"].includes(control.type);
const ticks = (control) => control.type === "checkbox" || control.type === "radio";
const lists = (control) => control.tagName === "SELECT";
const valueOf = (control) => (ticks(control) ? control.checked : control.value);
const shownOf = (control) =>
  ticks(control) ? control.defaultChecked : lists(control) ? ([...control.options].find((o) => o.defaultSelected)?.value ?? control.options[0]?.value) : control.defaultValue;

function controlsOf(form) {
  const seen = {};
  return [...form.elements].filter(keepable).map((control) => {
    const name = ticks(control) ? `${control.name}=${control.value}` : control.name;
    seen[name] = (seen[name] ?? 0) + 1;
    return [`${name}#${seen[name]}`, control];
  });
}
function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(keepKey(form)) ?? "{}");
  for (const [name, control] of controlsOf(form)) {
    const [value, shown] = kept[name] ?? [];
    if (value === undefined || shown !== shownOf(control)) continue;
    if (ticks(control)) control.checked = value;
    else control.value = value;
  }
}
function watch(form) {
  const keep = () => {
    const typed = controlsOf(form).filter(([, control]) => valueOf(control) !== shownOf(control));
    try {
      sessionStorage.setItem(keepKey(form), JSON.stringify(Object.fromEntries(typed.map(([name, c]) => [name, [valueOf(c), shownOf(c)]]))));
    } catch {
      // Storage is full or refused: the page works as it does without JavaScript.
    }
  };
  if (!document.querySelector("[data-focus]")) restore(form);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => sessionStorage.setItem(PENDING, JSON.stringify([keepKey(form), location.pathname])));
}
// The server answered the last form with another page that does not ask to sign in: what was kept has arrived.
function forgetArrived() {
  const [key, path] = JSON.parse(sessionStorage.getItem(PENDING) ?? "[]");
  if (!key || location.pathname === path || document.querySelector("input[type=password]")) return;
  sessionStorage.removeItem(key);
  sessionStorage.removeItem(PENDING);
}
forgetArrived();
document.querySelectorAll("form[data-keep]").forEach(watch);

// ---------------------------------------------------------------- shortcuts
const dialog = document.getElementById("phim-tat");
const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.offsetParent !== null;

function openHelp() {
  if (!dialog?.showModal) return;
  const list = dialog.querySelector("[data-page-keys]");
  if (list && !list.childElementCount) {
    const extra = document.getElementById("phim-rieng");
    if (extra) list.append(extra.content.cloneNode(true));
    for (const control of document.querySelectorAll("[data-key]")) {
      if (!visible(control)) continue;
      const row = document.createElement("div");
      const name = document.createElement("dt");
      for (const key of control.dataset.key.split("+")) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        name.append(cap, " ");
      }
      const what = document.createElement("dd");
      what.textContent = (control.dataset.keyLabel || control.labels?.[0]?.textContent || control.textContent).trim().replace(/\s+/g, " ");
      row.append(name, what);
      list.append(row);
    }
  }
  dialog.showModal();
}
document.querySelectorAll("[data-open-keys]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", openHelp);
});

function pressed(event) {
  const parts = [];
  if (event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // With Alt some layouts type another sign, so the digit is read from the key itself.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  parts.push(event.altKey && digit ? digit[1] : event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return parts.join("+");
}
function use(control) {
  control.scrollIntoView({ block: "nearest" });
  if (control.matches("input:not([type=submit]):not([type=checkbox]), textarea, select, fieldset, section, [tabindex]")) control.focus();
  else control.click();
}
const isLetter = (event) => event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const letter = isLetter(event);
  if (event.key === "Enter" && event.ctrlKey) {
    const form = event.target.closest?.("form") ?? document.querySelector('[data-key="Ctrl+Enter"]')?.form;
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[data-key="Ctrl+Enter"]') ?? undefined);
    }
    return;
  }
  if (letter && (!singleKeys || typing(event.target))) return;
  if (event.key === "/" && letter) return find(event);
  if (event.key === "?" && letter) {
    event.preventDefault();
    return openHelp();
  }
  if (letter && moveInTable(event)) return;
  if (event.key === "Enter" && openRow(event)) return;
  const name = pressed(event);
  const control = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.toUpperCase() === name.toUpperCase() && visible(one));
  if (control) {
    event.preventDefault();
    use(control);
  }
});

function find(event) {
  const box = document.querySelector("[data-search], input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

// ---------------------------------------------------------------- rows
const rowsOf = (table) => [...table.querySelectorAll("tbody tr:not(.group)")].filter(visible);
const tableHere = () => document.activeElement.closest?.("table[data-keys]") ?? document.querySelector("table[data-keys]");
const currentRow = (table) => table?.querySelector("tr[aria-current]");

function moveInTable(event) {
  const key = event.key.toLowerCase();
  const table = tableHere();
  if (!table || !"jkx".includes(key)) return false;
  const rows = rowsOf(table);
  const place = rows.indexOf(currentRow(table));
  if (key === "x") {
    rows[place]?.querySelector("input[type=checkbox]")?.click();
  } else {
    const next = rows[Math.min(Math.max(place + (key === "j" ? 1 : -1), 0), rows.length - 1)];
    if (next) stand(table, next);
  }
  event.preventDefault();
  return true;
}
function stand(table, row) {
  currentRow(table)?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("a[href]") ?? row.querySelector("input, button"))?.focus({ preventScroll: true });
}
function openRow(event) {
  if (event.target !== document.body) return false;
  const link = currentRow(tableHere())?.querySelector("a[href]");
  if (!link) return false;
  event.preventDefault();
  link.click();
  return true;
}

// ---------------------------------------------------------------- the number of ticked rows
function countTicked() {
  for (const bar of document.querySelectorAll("[data-ticked]")) {
    const form = bar.closest("form") ?? document;
    const count = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
    bar.dataset.blank ??= bar.textContent;
    bar.textContent = count ? bar.dataset.ticked.replace("{count}", count) : bar.dataset.blank;
  }
}
document.addEventListener("change", countTicked);
document.querySelectorAll("[data-needs-script]").forEach((part) => (part.hidden = false));
document.querySelectorAll("[data-tick-all]").forEach((box) => {
  box.addEventListener("change", () => {
    box.closest("form, table").querySelectorAll("tbody input[type=checkbox]").forEach((one) => (one.checked = box.checked));
    countTicked();
  });
});
countTicked();

// ---------------------------------------------------------------- small comforts
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// A menu closes when the person goes elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
