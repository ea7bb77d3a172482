// The counter with JavaScript: choosing a procedure or a case brings its papers at once; a scanner's Enter is the form's own.
const form = document.getElementById("tiep-nhan");
const refresh = form?.querySelector("[data-refresh-button]");
const brings = new Set(["procedure", "case", "unit", "competent"]);

form?.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (brings.has(name) && value) form.requestSubmit(refresh);
});

// A count stands in its box already: what is typed replaces it instead of making 11 out of 1.
const whole = (box) => box?.matches?.(".input--n") && box.select();
form?.addEventListener("focusin", (event) => whole(event.target));
whole(document.activeElement);

// Alt+1 … Alt+4 lead into the first box of a part.
document.addEventListener("keydown", (event) => {
  const digit = event.altKey && !event.ctrlKey && /^(?:Digit|Numpad)([1-4])$/.exec(event.code);
  if (!digit) return;
  const part = document.getElementById(`phan-${digit[1]}`);
  const box = part?.querySelector("input:not([type=hidden]):not([type=file]), select, textarea");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select?.();
});
