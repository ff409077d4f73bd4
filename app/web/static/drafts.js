// Answers are kept on the server while they are typed, and in this browser until the server has them.
"use strict";

(() => {
  const LOCAL = "gradmark:draft:";
  // Milliseconds: after the last change, at most after the first one, for an answer, and between tries.
  const PAUSE = 800;
  const LONGEST = 4000;
  const PATIENCE = 10000;
  const RETRIES = [2000, 4000, 8000, 15000];

  let timer;
  let firstChange;
  let isSending = false;
  let failures = 0;

  const sheet = () => document.querySelector("form[data-draft]");
  const counterOf = (form) => Number(form.elements.draft.value);
  const answers = (form) => [...form.querySelectorAll("input.answer")];
  // An option that is not chosen says nothing.
  const given = (form) => answers(form).filter((input) => input.type !== "radio" || input.checked);

  // ---- In this browser: what the server does not have yet.
  function keepHere(form) {
    const typed = Object.fromEntries(given(form).map((input) => [input.name, input.value]));
    try {
      localStorage.setItem(LOCAL + form.dataset.draft, JSON.stringify({ counter: counterOf(form), typed }));
    } catch {
      // No room, or no storage in this browser: the server is the one that counts.
    }
  }

  const isTouched = (input) => input.value !== input.defaultValue || input.checked !== input.defaultChecked;

  const forgetHere = (form) => localStorage.removeItem(LOCAL + form.dataset.draft);

  function keptHere(form) {
    try {
      return JSON.parse(localStorage.getItem(LOCAL + form.dataset.draft));
    } catch {
      return null;
    }
  }

  function restore(form) {
    const kept = keptHere(form);
    if (!kept) return;
    // A higher counter on the server: it was typed on elsewhere since.
    if (kept.counter <= counterOf(form)) return forgetHere(form);
    for (const input of answers(form)) {
      const text = kept.typed[input.name];
      if (typeof text !== "string" || isTouched(input)) continue;
      if (input.type === "radio") input.checked = input.value === text;
      else input.value = text;
    }
    form.elements.draft.value = kept.counter;
    plan(0);
  }

  // ---- What is said of it: quietly that it is kept, aloud that it is not.
  function tell(state) {
    const place = document.getElementById("draft-state");
    if (!place) return;
    place.querySelector("[data-good]").textContent = state === "kept" ? place.dataset.kept : "";
    const trouble = state === "kept" || !state ? "" : place.dataset[state];
    const word = place.querySelector("[data-trouble]");
    if (word.textContent !== trouble) word.textContent = trouble;
    place.querySelector("[data-sign-in]").hidden = state !== "signedOut";
  }

  // ---- On the server: a pause after typing, one request at a time, again and again until it is there.
  function plan(pause = PAUSE) {
    const now = performance.now();
    firstChange ??= now;
    clearTimeout(timer);
    timer = setTimeout(send, Math.min(pause, Math.max(0, firstChange + LONGEST - now)));
  }

  async function send() {
    const form = sheet();
    if (!form?.dataset.keep || isSending || !keptHere(form)) return;
    clearTimeout(timer);
    firstChange = undefined;
    isSending = true;
    const sent = counterOf(form);
    const body = new URLSearchParams(given(form).map((input) => [input.name, input.value]));
    body.set("draft", sent);
    let response;
    try {
      response = await fetch(form.dataset.keep, {
        method: "POST",
        body,
        headers: {
          "HX-Request": "true",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      response = null;
    }
    isSending = false;
    await hear(form.dataset.draft, sent, response);
  }

  async function hear(variant, sent, response) {
    const form = sheet();
    if (!form || form.dataset.draft !== variant) return;
    if (response?.ok) {
      failures = 0;
      return settle(form, sent, await response.json());
    }
    const refusals = { 400: "expired", 401: "signedOut", 404: "over", 409: "over", 422: "tooLong" };
    const refusal = refusals[response?.status];
    tell(refusal || "notKept");
    // What is refused waits for the next change; what did not get through is sent again.
    if (!refusal) timer = setTimeout(send, RETRIES[Math.min(failures++, RETRIES.length - 1)]);
  }

  function settle(form, sent, { kept, counter }) {
    if (!kept) {
      // Another device was typed on. Here somebody types right now, so this is the newer text.
      form.elements.draft.value = Math.max(counterOf(form), counter) + 1;
      keepHere(form);
      return plan(0);
    }
    if (counterOf(form) !== sent) return plan();
    forgetHere(form);
    tell("kept");
  }

  // ---- When it happens.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form?.dataset.keep || !event.target.matches("input.answer")) return;
    form.elements.draft.value = counterOf(form) + 1;
    keepHere(form);
    tell("");
    plan();
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  addEventListener("pagehide", send);
  addEventListener("online", send);
  document.addEventListener("gradmark:time-up", send);

  // What is submitted needs no draft; what was typed meanwhile does, under the counter that goes on.
  document.addEventListener("submit", (event) => {
    if (event.target === sheet()) clearTimeout(timer);
    // Signing out makes this browser forget: whatever is new goes to the server before.
    if (event.target.matches("[data-forgets-drafts]")) send();
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { request, response } = event.detail.ctx;
    const before = request.form;
    if (!before?.dataset.draft || before.isConnected) return;
    const form = sheet();
    if (form) form.elements.draft.value = Math.max(counterOf(before), counterOf(form));
    if (response.status < 400) forgetHere(before);
    else plan();
  });

  // Before htmx wires the form (its script comes last), so that its first preview shows what was typed.
  const first = sheet();
  if (first?.dataset.keep) {
    // Whoever types before the scripts have come is heard too.
    const early = answers(first).find(isTouched);
    restore(first);
    early?.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
