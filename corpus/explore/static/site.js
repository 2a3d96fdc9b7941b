"use strict";
(() => {
  const fold = document.querySelector(".fold");
  if (fold) {
    fold.hidden = false;
    fold.addEventListener("click", (event) => {
      const how = event.target.dataset.fold;
      if (how) document.querySelectorAll(".tree details").forEach((part) => { part.open = how === "open"; });
    });
  }
  for (const copy of document.querySelectorAll(".copy")) {
    if (!navigator.clipboard) continue;
    copy.hidden = false;
    const button = copy.querySelector("button");
    const told = copy.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        told.textContent = "Kopierat.";
      } catch {
        told.textContent = "Gick inte att kopiera; markera texten i stället.";
      }
    });
  }
  const reading = document.querySelector(".reading:not(.short)");
  const mark = reading && reading.querySelector("mark");
  if (mark) reading.scrollTop = Math.max(0, mark.offsetTop - reading.offsetTop - reading.clientHeight / 3);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
})();
