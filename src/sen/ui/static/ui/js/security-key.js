// A security key or passkey (WebAuthn): the server's question stands in data-options, the browser's answer goes back as a form field.
// Without JavaScript the form that uses a key stays hidden and the one with codes is used.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (ch) => ch.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function wanted(options) {
  const keys = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = keys(options.allowCredentials);
  return ready;
}

function told(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {}, response });
}

for (const form of document.querySelectorAll("[data-security-key]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const publicKey = wanted(JSON.parse(form.dataset.options));
    const status = form.querySelector("[data-status]");
    status.textContent = "";
    try {
      const asked = form.dataset.securityKey === "make" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
      form.elements.answer.value = told(await asked);
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
    }
  });
}
