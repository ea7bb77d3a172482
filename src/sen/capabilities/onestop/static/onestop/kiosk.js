// The kiosk goes back to its first page when nobody touches the slip for a while.
const WAIT = 45_000;
const page = document.querySelector("[data-return]");
let timer = 0;
const again = () => {
  clearTimeout(timer);
  timer = setTimeout(() => location.assign(page.dataset.return), WAIT);
};
if (page) {
  again();
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, again);
}
