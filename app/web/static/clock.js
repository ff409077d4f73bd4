// The countdown of a sitting: it shows what the server last said, and asks it again when the time is over.
"use strict";

(() => {
  const ALOUD = { 600: "ten", 300: "five", 60: "one" };
  const GRACE = 11000;
  let ends;
  let wasOver;

  const clock = () => document.getElementById("clock");

  function read() {
    const { seconds, over } = clock().dataset;
    const isOver = over !== undefined;
    ends = isOver ? undefined : performance.now() + Number(seconds) * 1000;
    const button = document.getElementById("submit");
    if (button && isOver) button.disabled = true;
    // More minutes were given: the page without its button is of no use.
    if (wasOver && !isOver) location.reload();
    wasOver = isOver;
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
    document.dispatchEvent(new CustomEvent("gradmark:time-up"));
    // What was on its way has arrived by then.
    setTimeout(() => document.body.dispatchEvent(new CustomEvent("look")), GRACE);
  }

  document.addEventListener("htmx:after:swap", () => { if (clock()) read(); });
  if (!clock()) return;
  read();
  setInterval(show, 1000);
})();
