// What the pages do beyond htmx: form tokens, drafts, copy buttons, local times, focus, and bad news.
"use strict";

(() => {
  const DRAFT = "gradmark:draft:";
  const notice = () => document.getElementById("notice");
  // What is said here comes with the page, in its language.
  const words = document.getElementById("words").dataset;

  // ---- Form tokens: htmx requests carry the page's token as a header.
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    event.detail.ctx.request.headers["X-CSRFToken"] = token;
  });

  // ---- Bad news: said above the page, which stays as it is.
  function say(text, link) {
    const place = notice();
    place.replaceChildren(text);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.text;
      place.append(" ", anchor);
    }
    place.hidden = false;
  }

  document.addEventListener("htmx:response:error", (event) => {
    const { response, text } = event.detail.ctx;
    const here = location.pathname;
    if (response.status === 422 || response.status === 409) return; // the fragment says it itself
    if (response.status === 401) {
      const next = encodeURIComponent(here);
      say(words.signedOut, {
        href: `/sign-in?next=${next}`,
        text: words.signIn,
      });
    } else if (response.status === 400) {
      say(words.expired, {
        href: here,
        text: words.reload,
      });
    } else if (response.status >= 500) {
      say(words.noAnswer);
    } else {
      say(text || words.failed);
    }
  });

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response) {
      say(words.unreachable);
    }
  });

  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.status < 400) notice().hidden = true;
  });

  // ---- The answer form; drafts.js keeps what is typed.
  const answers = (form) => [...form.querySelectorAll("input.answer")];

  const isOption = (input) => input.type === "radio";
  // An option that is not chosen says nothing.
  const given = (form) => answers(form).filter((input) => !isOption(input) || input.checked);

  // What is being mended is no longer wrong: the live preview takes over from the error.
  function forgetError(input) {
    const place = input.closest('[aria-invalid="true"]');
    if (!place) return;
    place.removeAttribute("aria-invalid");
    document.getElementById(place.id.replace("answer-", "error-"))?.remove();
  }

  function preview(form) {
    for (const input of answers(form)) {
      const isRefused = input.getAttribute("aria-invalid") === "true"; // its error stands there already
      if (!isOption(input) && input.value.trim() && !isRefused) input.dispatchEvent(new CustomEvent("preview"));
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-draft]")) forgetError(event.target);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-forgets-drafts]")) return;
    for (const store of [sessionStorage, localStorage]) {
      for (const name of Object.keys(store)) {
        if (name.startsWith(DRAFT)) store.removeItem(name);
      }
    }
  });

  // ---- After an answer from the server: go where the reader must look.
  let typedSince = [];

  document.addEventListener("htmx:before:swap", (event) => {
    const { form, body } = event.detail.ctx.request;
    if (!form || event.detail.ctx.sourceElement !== form) return;
    typedSince = given(form).filter((input) => input.value !== body.get(input.name));
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { request } = event.detail.ctx;
    showLocalTimes();
    const sent = request.form;
    if (!sent || !sent.dataset.draft || sent.isConnected) return;
    const form = document.getElementById("answers-form");
    if (typedSince.length) {
      // Who types on while the answer travels keeps their text and their place.
      for (const input of typedSince) form.elements[input.name].value = input.value;
      answers(form)[0].dispatchEvent(new Event("input", { bubbles: true }));
      typedSince = [];
      return;
    }
    const bad = form && form.querySelector('[aria-invalid="true"]');
    const place = bad ? bad.querySelector("input") || bad : document.getElementById("result");
    if (place && !place.hidden) {
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    }
  });

  // The inputs of a swapped form listen only once htmx has processed it.
  document.addEventListener("htmx:after:process", (event) => {
    const form = event.target.querySelector?.("#answers-form");
    if (form) preview(form);
  });

  // ---- What was typed into a search before htmx was there to hear it.
  document.addEventListener("htmx:after:process", (event) => {
    if (event.target !== document.body) return;
    for (const input of document.querySelectorAll("input[hx-trigger]:not(form[data-draft] *)")) {
      if (input.value !== input.defaultValue) input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  // ---- Copy buttons work only with a script, so the script shows them.
  function showCopyButtons() {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = button.closest("[data-copyable]").querySelector("[data-copy-text], code");
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent.trim() + (source.matches("code") ? "\n" : ""));
      button.textContent = words.copied;
    } catch {
      // No clipboard outside a secure page: select the text, so that the keyboard can copy it.
      getSelection().selectAllChildren(source);
      button.textContent = words.press;
    }
    setTimeout(() => { button.textContent = word; }, 2000);
  });

  // ---- Times in the reader's own zone.
  const page = document.documentElement.lang;
  const locale = page === "en" ? "en-GB" : page; // English dates as the server writes them

  function showLocalTimes() {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const instant = new Date(time.dateTime);
      time.textContent = instant.toLocaleString(locale, {
        day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
      });
      time.title = instant.toISOString();
    }
  }

  showCopyButtons();
  showLocalTimes();
})();
