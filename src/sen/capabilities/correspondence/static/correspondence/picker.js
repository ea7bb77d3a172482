// The keyboard stays where it was when the picker of recipients is drawn anew.  The picker works the same without this file.
let place = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.target.closest("#noi-nhan [data-part]");
  place = list && { part: list.dataset.part, at: [...list.querySelectorAll("button")].indexOf(event.target) };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!place || document.activeElement !== document.body) return;
  const buttons = [...document.querySelectorAll(`#noi-nhan [data-part="${place.part}"] button`)];
  const next = buttons[Math.min(place.at, buttons.length - 1)] ?? document.getElementById("noi-nhan-tim");
  next?.focus({ preventScroll: true });
});
