// Lists what mine.js kept in this browser: where one was last, bookmarks and notes. Without script nothing was kept.

const box = document.getElementById("yours");
const read = (name) => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
const last = read("last");
const kept = Object.entries(read("mine")).filter(([url]) => url.startsWith("/"));
const number = ([url]) => Number(url.match(/(\d+)\/$/)?.[1] ?? 0);

function show() {
  if (last.url?.startsWith("/")) {
    const link = box.querySelector(".last a");
    link.href = last.url;
    link.textContent = last.title;
    box.querySelector(".last").hidden = false;
  }
  for (const one of kept.sort((a, b) => number(a) - number(b))) {
    const [url, { title, note }] = one;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    item.append(link);
    if (note) {
      const words = document.createElement("p");
      words.textContent = note;
      item.append(words);
    }
    box.querySelector("ul").append(item);
  }
  box.hidden = false;
  if (location.hash === "#yours") box.querySelector("h2").focus();
}

box.querySelector("button").addEventListener("click", () => {
  for (const name of ["mine", "last", "cite-style"]) localStorage.removeItem(name);
  box.hidden = true;
  document.querySelector("h1").focus();
});
if (last.url || kept.length) show();
