// The figures of a document's way follow what happens while the page is open.  Nothing here is needed to finish a task.
const box = document.querySelector("[data-way]");
const EVERY = 4000;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(box.dataset.way, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const figures = await answer.json();
  const moving = figures.arrived + figures.refused < figures.total;
  for (const place of box.querySelectorAll("[data-figure]")) place.textContent = figures[place.dataset.figure] ?? place.textContent;
  if (!moving) clearInterval(timer);
}
const timer = box ? setInterval(() => look().catch(() => {}), EVERY) : 0;
