// A text box that suggests places while a person types, with or without accents.  Without JavaScript the server offers the matches after
// the form is sent.  Keyboard and roles follow the ARIA combobox pattern.

const WAIT = 180;
const LEAST = 2;

for (const box of document.querySelectorAll("[data-address]:not([data-watched])")) {
  box.dataset.watched = "1";
  const input = box.querySelector("input.input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const matches = box.querySelector(".picker__matches");
  let key = box.querySelector("input[type=hidden]");
  let timer = 0;
  let asked = null;
  let at = -1;

  if (matches) {
    // The server's choices become the first suggestions; one hidden field carries the answer.
    key = document.createElement("input");
    key.type = "hidden";
    key.name = matches.querySelector("input").name;
    const found = [...matches.querySelectorAll("input")].map((radio) => ({ value: radio.value, label: radio.dataset.label }));
    matches.replaceWith(key);
    input.addEventListener("focus", () => show(found), { once: true });
  }
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }

  function show(found) {
    list.replaceChildren(
      ...found.map((place, number) => {
        const row = document.createElement("li");
        Object.assign(row, { id: `${list.id}-${number}`, role: "option", textContent: place.label });
        row.setAttribute("role", "option");
        row.dataset.value = place.value;
        if (place.detail) {
          const detail = document.createElement("small");
          detail.textContent = place.detail;
          row.append(detail);
        }
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(row, place.label));
        row.dataset.label = place.label;
        return row;
      }),
    );
    at = -1;
    open(found.length > 0);
    status.textContent = found.length ? box.dataset.found.replace("{count}", found.length) : input.value.trim().length >= LEAST ? box.dataset.none : "";
  }
  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  }
  function point(number) {
    const rows = [...list.children];
    rows[at]?.removeAttribute("aria-selected");
    at = (number + rows.length) % rows.length;
    rows[at].setAttribute("aria-selected", "true");
    rows[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[at].id);
  }
  function choose(row) {
    input.value = row.dataset.label;
    key.value = row.dataset.value;
    input.removeAttribute("aria-invalid");
    open(false);
    status.textContent = "";
    key.dispatchEvent(new Event("change", { bubbles: true }));
  }
  async function suggest() {
    asked?.abort();
    const words = input.value.trim();
    if (words.length < LEAST) return show([]);
    asked = new AbortController();
    try {
      const address = new URL(box.dataset.address, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (answer.ok) {
        const facts = await answer.json();
        show(facts.results ?? facts);
      }
    } catch (problem) {
      if (problem.name !== "AbortError") open(false); // sending the form still finds the place
    }
  }

  input.addEventListener("input", () => {
    key.value = "";
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return open(false);
    if (list.hidden || !list.childElementCount) return undefined;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
    else return undefined;
    return event.preventDefault();
  });
}
