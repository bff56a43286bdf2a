// What a reader keeps of an article in this browser alone: a bookmark, a private note, and where one was last. The
// contents list it (yours.js). After a link in the text there is a way back to the place that it stood in.

const box = document.getElementById("mine");
const mark = box.querySelector("button");
const note = box.querySelector("textarea");
const here = location.pathname;

const read = (name) => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full, or off */ } };

function keep(change) {
  const all = read("mine");
  const one = { ...all[here], ...change, title: box.dataset.title };
  if (one.mark || one.note) all[here] = one;
  else delete all[here];
  write("mine", all);
}

const kept = read("mine")[here] ?? {};
const press = (on) => mark.setAttribute("aria-pressed", on);
press(Boolean(kept.mark));
note.value = kept.note ?? "";
mark.addEventListener("click", () => {
  const on = mark.getAttribute("aria-pressed") !== "true";
  press(on);
  keep({ mark: on });
});
note.addEventListener("input", () => keep({ note: note.value.trim() && note.value }));
write("last", { url: here, title: box.dataset.title });

// Where one came from, in this window; a link may be pressed in a note, after the place of the one that opened it.
let place = "";
const from = (() => { try { return JSON.parse(sessionStorage.getItem("from")); } catch { return null; } })();
if (from?.to === here) {
  const back = document.createElement("a");
  back.href = from.url;
  back.textContent = `${box.dataset.back} ${from.title}`;
  box.querySelector("h2").after(document.createElement("p"));
  box.querySelector("p").append(back);
}
document.addEventListener("click", (event) => {
  place = event.target.closest(".body [id]")?.id ?? place;
  const link = event.target.closest(".body a, #note a");
  if (!link || link.pathname === here) return;
  const url = here + (place ? `#${place}` : "");
  try { sessionStorage.setItem("from", JSON.stringify({ to: link.pathname, url, title: box.dataset.title })); } catch { /* off */ }
});
box.hidden = false;
