// Tells an officer that somebody else has changed the dossier meanwhile.  The page works without it: a form that comes too late is told so.
const box = document.querySelector("[data-fresh]");
const EVERY = 20000;

function tell(text) {
  const notice = document.createElement("div");
  notice.className = "notice notice--soon";
  const words = document.createElement("div");
  const line = document.createElement("p");
  line.textContent = text;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = box.dataset.reload;
  words.append(line, link);
  notice.append(words);
  box.replaceChildren(notice);
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(box.dataset.fresh, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { stale, text } = await answer.json();
    if (stale) {
      tell(text);
      clearInterval(timer);
    }
  } catch {
    // No connection: the next round asks again.
  }
}
const timer = setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
