"use strict";
(() => {
  const form = document.querySelector(".filters");
  if (!form) return;
  const entries = [...document.querySelectorAll(".entry")];
  const groups = [...document.querySelectorAll(".group")];
  const search = form.querySelector("#sok");
  const shown = form.querySelector(".shown");
  const seen = (element) => getComputedStyle(element).display !== "none";
  const update = () => {
    const words = search.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const text = entry.textContent.toLocaleLowerCase("sv");
      entry.classList.toggle("miss", !words.every((word) => text.includes(word)));
    }
    for (const group of groups) {
      const own = [...group.querySelectorAll(".entry")];
      group.classList.toggle("miss", words.length > 0 && !own.some((entry) => !entry.classList.contains("miss")));
    }
    const number = entries.filter((entry) => seen(entry) && seen(entry.closest(".group"))).length;
    shown.textContent = number === entries.length ? "" : `Visar ${number} av ${entries.length}.`;
  };
  form.querySelector(".search").hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
  update();
})();
