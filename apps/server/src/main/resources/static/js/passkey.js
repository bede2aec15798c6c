/*
 * Passkeys: asks the server what to ask the authenticator, asks it, and puts the answer into the form, which is then sent as any
 * other. No dependencies. A form says what it does: data-passkey="create" or "get", and data-options, where the question comes from.
 */
(() => {
  "use strict";
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const question = (kind, options) => {
    options.challenge = bytes(options.challenge);
    if (kind === "create") {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials.forEach(known => { known.id = bytes(known.id); });
    }
    return { publicKey: options };
  };

  const answer = (kind, credential) => {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (kind === "create") {
      response.attestationObject = text(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      response.userHandle = said.userHandle ? text(said.userHandle) : null;
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
      response
    });
  };

  let waiting = null;

  const start = async form => {
    const kind = form.dataset.passkey;
    const place = form.querySelector("[data-passkey-error]");
    const button = form.querySelector("button");
    const tell = (words, as = "error") => { place.className = as; place.textContent = words; place.hidden = !words; };
    tell(place.dataset.passkeyWait, "note");
    button.disabled = true;
    waiting = new AbortController();
    try {
      const reply = await fetch(form.dataset.options, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }
      });
      const options = await reply.json().catch(() => ({}));
      if (!reply.ok) {
        tell(options.message || options.detail || place.dataset.passkeyBusy);
        return;
      }
      const credential = kind === "create"
        ? await navigator.credentials.create({ ...question(kind, options), signal: waiting.signal })
        : await navigator.credentials.get({ ...question(kind, options), signal: waiting.signal });
      form.elements.credential.value = answer(kind, credential);
      const present = form.elements.present;
      if (present) present.value = "";
      form.submit();
    } catch (e) {
      // Whoever goes on by another way need not be told that this one was left.
      if (e.name === "AbortError") return tell("");
      tell(e instanceof TypeError ? place.dataset.passkeyBusy : place.dataset.passkeyError);
    } finally {
      button.disabled = false;
    }
  };

  // The authenticator's question does not keep anybody from signing in by password.
  document.querySelectorAll("form:not([data-passkey])").forEach(form => form.addEventListener("submit", () => waiting?.abort()));

  document.querySelectorAll("form[data-passkey]").forEach(form => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      start(form);
    });
  });
})();
