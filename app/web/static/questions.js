// Questions about an exercise: what stands in the answers goes along, and no message is lost on the way.
"use strict";

(() => {
  // Of the same family as the drafts of answers, so that signing out forgets these too.
  const PREFIX = "gradmark:draft:note:";
  const form = document.querySelector("form[data-note]");
  if (!form) return;
  const key = PREFIX + form.dataset.note + form.id;
  const text = form.elements.text;

  // ---- A message outlives a reload or an ended sign-in, in this tab only; with its id, so that it counts once.
  text.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify({ id: form.elements.id.value, text: text.value }));
  });

  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept && document.getElementById(`said-${kept.id}`)) {
    sessionStorage.removeItem(key);
  } else if (kept && kept.text && !text.value.trim()) {
    form.elements.id.value = kept.id;
    text.value = kept.text;
    form.closest("details")?.setAttribute("open", "");
  }

  // ---- What stands in the answers right now.
  form.addEventListener("submit", () => {
    const answers = document.getElementById("answers-form");
    for (const old of form.querySelectorAll("[data-copied]")) old.remove();
    for (const [name, value] of answers ? new FormData(answers) : []) {
      if (!name.startsWith("answer.")) continue;
      const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      input.dataset.copied = "";
      form.append(input);
    }
  });
})();
