// The editor of drafts: saves by itself, shows who else has the draft open, and takes over what they write elsewhere in the text.
// Without JavaScript the form's own button saves, puts changes together and shows both texts in the same way.

const WAIT = 1500;
const EVERY = 15000;
const form = document.querySelector("form[data-editor]");
const status = form.querySelector("[data-editor-status]");
const others = document.querySelector("[data-editor-others]");
const seen = form.elements.namedItem("seen");
let timer = 0;
let sending = false;
let again = false;
let dirty = false;
let stopped = false;

const say = (text) => {
  if (text) status.textContent = text;
};

function showOthers(names) {
  others.replaceChildren();
  if (!names?.length) return;
  const line = document.createElement("p");
  line.className = "notice notice--soon";
  line.textContent = `${form.dataset.together} ${names.join(", ")}`;
  others.append(line);
}

function texts() {
  const values = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") values[name] = value;
  return values;
}

// Places what the server holds, but only into fields nobody typed in since `sent`.
function place(fields, sent) {
  let whole = true;
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (!field || !("value" in field)) continue;
    const wanted = value === null ? "" : String(value);
    if (field.value === (sent[name] ?? "")) {
      const start = field.selectionStart;
      if (field.value !== wanted) {
        field.value = wanted;
        if (document.activeElement === field && start !== null && field.setSelectionRange) field.setSelectionRange(start, start);
      }
    } else if (field.value !== wanted) whole = false;
  }
  return whole;
}

async function save() {
  if (stopped) return;
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  dirty = false;
  const sent = texts();
  say(status.dataset.saving);
  try {
    const answer = await fetch(form.dataset.editor, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1", Accept: "application/json" } });
    const facts = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok && !answer.redirected) {
      // Typed on while the merged text was on its way: keep the old base, so that the next save is put together again.
      if (!facts.fields || place(facts.fields, sent)) seen.value = facts.seen;
      say(facts.text ?? status.dataset.saved.replace("{time}", facts.saved_at));
      showOthers(facts.others);
    } else {
      dirty = true;
      if (answer.status === 409 || answer.status === 403) stopped = true;
      say(facts.text ?? facts.detail ?? status.dataset.failed);
    }
  } catch {
    dirty = true;
    say(status.dataset.failed);
  }
  sending = false;
  if (again) {
    again = false;
    save();
  }
}

async function follow() {
  if (document.hidden || sending || stopped) return;
  if (dirty) {
    save();
    return;
  }
  const held = texts();
  try {
    const answer = await fetch(`${form.dataset.follow}?thay=${encodeURIComponent(seen.value)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const facts = await answer.json();
    if (facts.fields && !sending && !dirty && place(facts.fields, held)) {
      seen.value = facts.seen;
      say(facts.text);
    }
    showOthers(facts.others);
  } catch {
    // No connection: the next round asks again.
  }
}

form.addEventListener("input", () => {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  stopped = true;
});
addEventListener("beforeunload", (event) => {
  if (dirty && !stopped) event.preventDefault();
});
setInterval(follow, EVERY);
document.addEventListener("visibilitychange", follow);
