// The filter of the contents: hides the articles whose heading does not hold the typed words. Without script there
// is no form (lists.css) and all articles stand there.

const form = document.getElementById("filter");
const box = document.getElementById("filter-q");
const none = document.getElementById("filter-none");
const sections = [...document.querySelectorAll(".all section")];

// Without case and accents, as the search of the register.
const fold = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
const items = [...document.querySelectorAll(".all .arts li")].map((item) => [item, fold(item.textContent)]);

function show() {
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  for (const [item, text] of items) item.hidden = !words.every((word) => text.includes(word));
  for (const section of sections) {
    section.hidden = words.length > 0 && !section.querySelector(".arts li:not([hidden])");
    for (const list of section.querySelectorAll(".arts")) list.hidden = !list.querySelector("li:not([hidden])");
  }
  none.hidden = items.some(([item]) => !item.hidden);
}

form.addEventListener("submit", (event) => event.preventDefault());
box.addEventListener("input", show);
show();
