// A problem while it is written: kept on the server and in this browser, and looked at by a worker after each pause.
"use strict";

(() => {
  // Of the same family as the drafts of answers, so that signing out forgets these too.
  const LOCAL = "gradmark:draft:problem:";
  // Milliseconds: after the last change, for an answer, and between tries.
  const PAUSE = 600;
  const PATIENCE = 10000;
  const RETRIES = [2000, 4000, 8000, 15000];

  const form = document.querySelector("form[data-bench]");
  if (!form) return;
  const textarea = form.elements.text;
  const key = LOCAL + form.dataset.bench;
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
  const otherWindow = document.getElementById("other-window");
  const editor = openEditor(textarea);

  let firstSeed = 0;
  let timer;
  let sending = null;
  let failures = 0;
  // What the server has, as far as this window knows.
  let kept = textarea.value;

  // ---- In this browser: what the server does not have yet.
  function keepHere() {
    try {
      const { base, revision } = form.elements;
      localStorage.setItem(key, JSON.stringify({ base: base.value, revision: revision.value, text: textarea.value }));
    } catch {
      // No room, or no storage in this browser: the server is the one that counts.
    }
  }

  const forgetHere = () => localStorage.removeItem(key);

  function restore() {
    let here = null;
    try {
      here = JSON.parse(localStorage.getItem(key));
    } catch {
      return;
    }
    // What is saved ends with one line's end, however it was typed.
    if (!here || here.text.trim() === textarea.value.trim()) return forgetHere();
    // A version that was saved meanwhile, in another window or by somebody else, leaves no draft behind.
    const wasNewest = ["base", "revision"].every((name) => here[name] === form.elements[name].value);
    editor.setText(here.text);
    if (wasNewest) plan(0);
    else ask();
  }

  // ---- What is said of it: quietly that it is kept, aloud that it is not.
  function tell(state) {
    const place = document.getElementById("draft-state");
    place.querySelector("[data-good]").textContent = state === "kept" ? place.dataset.kept : "";
    const trouble = state && state !== "kept" ? place.dataset[state] : "";
    const word = place.querySelector("[data-trouble]");
    if (word.textContent !== trouble) word.textContent = trouble;
  }

  function tellNewer(sentence) {
    const place = document.querySelector("[data-newer]");
    if (!place || !sentence || place.innerHTML === sentence) return;
    place.innerHTML = sentence; // from our own template, which escapes what people wrote
    place.hidden = false;
  }

  // Two texts, and this window may not choose.
  function ask() {
    clearTimeout(timer);
    otherWindow.hidden = false;
    otherWindow.scrollIntoView({ block: "nearest" });
  }

  // ---- On the server.
  function plan(pause = PAUSE) {
    clearTimeout(timer);
    if (otherWindow.hidden) timer = setTimeout(send, pause);
  }

  async function send({ replaces = false, seeds = firstSeed } = {}) {
    clearTimeout(timer);
    if (sending) return plan();
    const text = textarea.value;
    const body = new URLSearchParams(
      ["base", "revision", "problem"].map((name) => [name, form.elements[name].value]),
    );
    body.set("text", text);
    body.set("tab", tab);
    body.set("first_seed", seeds);
    if (replaces) body.set("replaces", "yes");
    const request = new AbortController();
    sending = request;
    const timeout = setTimeout(() => request.abort(), PATIENCE);
    let response;
    try {
      response = await fetch(form.dataset.keep, {
        method: "POST",
        body,
        headers: {
          "HX-Request": "true",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        signal: request.signal,
      });
    } catch {
      response = null;
    }
    clearTimeout(timeout);
    sending = null;
    await hear(response, text);
  }

  async function hear(response, text) {
    if (response?.ok) {
      failures = 0;
      const answer = await response.json();
      tellNewer(answer.newer);
      form.elements.revision.value = answer.revision;
      if (!answer.kept) return ask();
      kept = text;
      if (textarea.value !== text) return plan();
      forgetHere();
      tell("kept");
      return htmx.ajax("GET", form.dataset.preview, { target: "#preview", swap: "outerHTML" });
    }
    const refusals = { 400: "expired", 401: "signedOut", 404: "over", 409: "over", 422: "tooLong" };
    const refusal = refusals[response?.status];
    tell(refusal || "notKept");
    // What is refused waits for the next change; what did not get through is sent again.
    if (!refusal) timer = setTimeout(send, RETRIES[Math.min(failures++, RETRIES.length - 1)]);
  }

  // ---- What the worker says: marks in the editor, and a sentence that is read aloud once.
  function showFaults() {
    const panel = document.getElementById("preview");
    if (!panel || "waits" in panel.dataset) return;
    const said = document.getElementById("preview-said");
    if (said.textContent !== panel.dataset.said) said.textContent = panel.dataset.said;
    // A newer text is on its way to be judged.
    if (textarea.value !== kept) return;
    const faults = [...panel.querySelectorAll(".faults [data-line]")];
    editor.setFaults(faults.map((link) => ({
      line: Number(link.dataset.line),
      column: Number(link.dataset.column),
      message: link.closest("li").querySelector(".fault-text").textContent,
    })));
  }

  // ---- When it happens.
  textarea.addEventListener("input", () => {
    keepHere();
    tell("");
    plan();
  });

  document.addEventListener("click", (event) => {
    const fault = event.target.closest("[data-line]");
    if (fault) {
      event.preventDefault();
      editor.goTo(Number(fault.dataset.line), Number(fault.dataset.column));
    }
    const seeds = event.target.closest("[data-seeds]");
    if (seeds) {
      event.preventDefault();
      firstSeed = Number(seeds.dataset.seeds);
      send();
    }
    if (event.target.closest("[data-keep-this]")) {
      otherWindow.hidden = true;
      send({ replaces: true });
    }
    if (event.target.closest("[data-take-other]")) {
      forgetHere();
      location.assign(form.dataset.here);
    }
  });

  form.elements.file.addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    editor.setText(await file.text());
    event.target.value = "";
  });

  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    form.requestSubmit(document.getElementById("save"));
  });

  form.addEventListener("submit", (event) => {
    // What is saved needs no draft, and what is still on its way would make one again.
    clearTimeout(timer);
    sending?.abort();
    if (event.submitter && "discard" in event.submitter.dataset) forgetHere();
  });

  addEventListener("online", () => { if (textarea.value !== kept) send(); });
  document.addEventListener("htmx:after:swap", showFaults);

  // htmx comes after this script, and a text that was typed before it came counts as typed.
  document.addEventListener("DOMContentLoaded", () => {
    restore();
    showFaults();
  });
})();
