// The countdown of a sitting: it shows what the server last said, and asks it again when the time is over.
"use strict";

(() => {
  const ALOUD = { 600: "ten", 300: "five", 60: "one" };
  const GRACE = 11000;
  let told;
  let ends;
  let isShut = false;

  const clock = () => document.getElementById("clock");

  function closeForm() {
    isShut = true;
    const button = document.getElementById("submit");
    if (button) button.disabled = true;
  }

  // Once for each word of the server: other parts of the page come and go without one.
  function read() {
    if (clock() === told) return;
    told = clock();
    const { seconds, over } = told.dataset;
    const isOver = over !== undefined;
    ends = isOver ? undefined : performance.now() + Number(seconds) * 1000;
    // More minutes were given: the page without its button is of no use.
    if (isShut && !isOver) location.reload();
    if (isOver) closeForm();
  }

  function show() {
    if (ends === undefined) return;
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    const place = clock().querySelector("[data-left]");
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock().classList.toggle("clock-late", left <= 60);
    const word = ALOUD[left];
    if (word) document.getElementById("clock-said").textContent = clock().parentElement.dataset[word];
    if (left > 0) return;
    ends = undefined;
    closeForm();
    document.dispatchEvent(new CustomEvent("gradmark:time-up"));
    // What was on its way has arrived by then.
    setTimeout(() => document.body.dispatchEvent(new CustomEvent("look")), GRACE);
  }

  document.addEventListener("htmx:after:swap", () => { if (clock()) read(); });
  if (!clock()) return;
  read();
  setInterval(show, 1000);
})();
