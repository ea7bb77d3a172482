// Sends a form with data-autosave when something in it changes, and says when it was last saved.  Without JavaScript the form's own
// "save" button does the same.

const WAIT = 900;

for (const form of document.querySelectorAll("form[data-autosave]:not([data-watched])")) {
  form.dataset.watched = "1";
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  const address = form.dataset.autosave || form.action;
  let timer = 0;
  let running = null;

  const say = (text) => status && (status.querySelector("span").textContent = text);
  const clock = () => new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());

  async function save() {
    running?.abort();
    running = new AbortController();
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    say(status?.dataset.saving ?? "");
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Autosave": "1", Accept: "application/json" }, signal: running.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const facts = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      // The server's clock counts; this device's is only used when the server does not say.
      say((status?.dataset.saved ?? "").replace("{time}", facts.saved_at ?? clock()));
    } catch (problem) {
      if (problem.name !== "AbortError") say(status?.dataset.failed ?? "");
    }
  }

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
}
