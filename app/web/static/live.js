// A page that updates by itself: what the reader opened stays open, and they can make it wait.
"use strict";

(() => {
  const board = () => document.getElementById("board");
  const button = document.querySelector("[data-live-pause]");
  let isPaused = false;

  // The server does not know what is open in this browser. htmx itself is loaded after this script.
  document.addEventListener("DOMContentLoaded", () => {
    htmx.registerExtension("what-is-open-stays-open", {
      htmx_before_morph_attr: (element, { attrName }) => !(attrName === "open" && element.matches("details")),
    });
  });

  document.addEventListener("htmx:before:request", (event) => {
    if (isPaused && event.target === board()) event.preventDefault();
  });

  if (!button) return;
  const word = document.querySelector("[data-live-word]");
  const texts = { word: word.textContent, button: button.textContent };
  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    word.textContent = isPaused ? word.dataset.paused : texts.word;
    button.textContent = isPaused ? button.dataset.goOn : texts.button;
    button.closest(".live").classList.toggle("live-paused", isPaused);
  });
})();
