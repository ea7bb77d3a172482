// Sends files in pieces that can be taken up again after a lost connection.  Without JavaScript the file travels with the form.
//
//   POST  data-start-url   {"name", "size"}            -> {"url", "received"}
//   PATCH url              bytes, Upload-Offset: n     -> {"received": m}    the last answer may hold "value" (for the form) or "next" (a page)
//   GET   url                                          -> {"received": n}    where to go on

const PIECE = 512 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30];

const token = (box) => box.closest("form")?.elements.csrfmiddlewaretoken?.value ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const rest = (seconds, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
function sizeText(bytes) {
  const [unit, step] = bytes >= 1048576 ? ["MB", 1048576] : ["KB", 1024];
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: step > 1024 ? 1 : 0 }).format(bytes / step)} ${unit}`;
}

class Refused extends Error {}

class Sending {
  constructor(box, file) {
    this.box = box;
    this.file = file;
    this.stop = new AbortController();
    const list = box.querySelector("[data-upload-list]");
    list.hidden = false;
    list.append(box.querySelector("template").content.cloneNode(true));
    this.row = list.lastElementChild;
    this.row.querySelectorAll("[data-name]").forEach((name) => (name.textContent = file.name));
    this.bar = this.row.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.text = this.row.querySelector("[data-text]");
    this.row.querySelector("[data-remove]").addEventListener("click", () => this.leave());
  }

  say(key, sent = 0) {
    this.text.textContent = this.box.dataset[key].replace("{sent}", sizeText(sent)).replace("{total}", sizeText(this.file.size));
  }

  // The row stands: its sign says how, and the button no longer stops anything, it takes the file out.
  settle(state, sign) {
    this.bar.remove();
    this.row.dataset.state = state;
    this.row.querySelector(".petal").replaceChildren(this.box.querySelector(`template[data-${sign}]`).content.cloneNode(true));
    const word = this.row.querySelector("[data-word]");
    word.textContent = word.dataset.wordAfter;
  }

  refuse(message) {
    this.settle("refused", "bad");
    this.text.className = "field__error";
    this.text.replaceChildren(this.box.querySelector("template[data-bad]").content.cloneNode(true), message);
  }

  leave() {
    this.stop.abort();
    this.row.remove();
    this.box.dispatchEvent(new CustomEvent("upload:change", { bubbles: true }));
  }

  check() {
    const { accept, maxBytes, tooLarge, wrongType, empty } = this.box.dataset;
    const ends = accept.toLowerCase().split(",").map((end) => end.trim()).filter(Boolean);
    if (!this.file.size) throw new Refused(empty);
    if (this.file.size > Number(maxBytes)) throw new Refused(tooLarge);
    if (ends.length && !ends.some((end) => this.file.name.toLowerCase().endsWith(end))) throw new Refused(wrongType);
  }

  async ask(address, options = {}) {
    const headers = { Accept: "application/json", "X-CSRFToken": token(this.box), ...options.headers };
    const answer = await fetch(address, { ...options, headers, signal: this.stop.signal });
    if (answer.redirected || answer.status === 401) throw new Refused(this.box.dataset.signedOut);
    if (answer.ok) return answer.json();
    const facts = await answer.json().catch(() => ({}));
    // 409: the server stands at another place than we thought; asking again tells where.  5xx and 429 pass.
    if (answer.status >= 500 || answer.status === 409 || answer.status === 429) throw new Error(facts.detail);
    throw new Refused(facts.detail || this.box.dataset.failed);
  }

  async run() {
    try {
      this.check();
      this.say("progress", 0);
      const body = JSON.stringify({ name: this.file.name, size: this.file.size });
      const start = () => this.ask(this.box.dataset.startUrl, { method: "POST", body, headers: { "Content-Type": "application/json" } });
      const begun = await this.again(start);
      this.finish(await this.pieces(begun.url, begun.received ?? 0));
    } catch (problem) {
      if (problem instanceof Refused) this.refuse(problem.message);
      else if (problem.name !== "AbortError") this.refuse(this.box.dataset.failed);
    }
    this.box.dispatchEvent(new CustomEvent("upload:change", { bubbles: true }));
  }

  async pieces(url, offset) {
    let facts = { received: offset };
    while (facts.received < this.file.size) {
      const place = facts.received;
      const piece = this.file.slice(place, place + PIECE);
      const headers = { "Upload-Offset": String(place), "Content-Type": "application/octet-stream" };
      facts = await this.again(() => this.ask(url, { method: "PATCH", body: piece, headers }), () => this.ask(url));
      this.bar.value = (facts.received / this.file.size) * 100;
      this.say("progress", facts.received);
    }
    return facts;
  }

  // Try until it works: after a failure wait, ask the server where it stands, go on from there.
  async again(act, whereAreWe = null) {
    for (let turn = 0; ; turn += 1) {
      try {
        return await (turn && whereAreWe ? whereAreWe() : act());
      } catch (problem) {
        if (problem instanceof Refused || problem.name === "AbortError" || turn > 40) throw problem;
        this.say("waiting");
        await rest(PAUSES[Math.min(turn, PAUSES.length - 1)], this.stop.signal);
        if (this.stop.signal.aborted) throw new DOMException("", "AbortError");
      }
    }
  }

  finish(facts) {
    this.settle("received", "done");
    this.text.replaceChildren(this.box.querySelector("template[data-done]").content.cloneNode(true), " ");
    const words = document.createElement("span");
    words.textContent = this.box.dataset.done.replace("{total}", sizeText(this.file.size));
    this.text.append(words);
    this.text.className = "file__done";
    const input = this.box.querySelector("input[type=file]");
    if (facts.value) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: `${input.name}_received`, value: facts.value });
      this.row.append(hidden);
    }
    if (facts.next) location.assign(facts.next);
  }
}

for (const box of document.querySelectorAll("[data-upload]:not([data-watched])")) {
  box.dataset.watched = "1";
  const input = box.querySelector("input[type=file]");
  const area = box.querySelector(".drop");
  const running = new Set();
  const send = (files) => {
    for (const file of input.multiple ? files : [...files].slice(0, 1)) {
      const sending = new Sending(box, file).run();
      running.add(sending);
      sending.finally(() => running.delete(sending));
    }
    input.value = ""; // the pieces travel by themselves; the form must not send the file again
  };
  input.addEventListener("change", () => send([...input.files]));
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.dataset.over = "";
  });
  area.addEventListener("dragleave", () => delete area.dataset.over);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset.over;
    send([...event.dataTransfer.files]);
  });
  // Going on while a file is under way waits for it, as the page promises.
  box.closest("form")?.addEventListener("submit", (event) => {
    if (!running.size) return;
    event.preventDefault();
    const { target, submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    Promise.allSettled([...running]).then(() => {
      submitter?.removeAttribute("aria-busy");
      delete target.dataset.sent;
      target.requestSubmit(submitter ?? undefined);
    });
  });
}
