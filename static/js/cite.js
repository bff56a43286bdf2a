// Copies a link or a citation: of the article in its margin, of a paragraph beside it once its number was pressed, and
// of each style on the page of styles. Without script the words stand there to be selected.

const { cite, link, words, more, done, failed } = document.querySelector("script[data-cite]").dataset;
const KEPT = "cite-style";  // the style that was copied last, in this browser alone
const told = document.createElement("span");
told.role = "status";

function style() {
  try { return localStorage.getItem(KEPT) ?? "chicago"; } catch { return "chicago"; }
}

const fetched = async (query) => {
  const answer = await fetch(`${cite}${style()}${query}`);
  if (!answer.ok) throw new Error(answer.status);
  return new Blob([(await answer.text()).trim()], { type: "text/plain" });
};

function button(label, text, after) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", async () => {
    made.after(told);
    told.textContent = "";
    try {
      after?.();
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text() })]);
      told.textContent = done;
    } catch { told.textContent = failed; }
  });
  return made;
}

function bar(eid) {
  const made = document.createElement("p");
  made.className = "copy";
  const query = eid ? `?eid=${eid}` : "";
  const address = document.querySelector("link[rel=canonical]").href + (eid ? `#${eid}` : "");
  made.append(button(link, () => new Blob([address], { type: "text/plain" })), button(words, () => fetched(query)));
  if (eid) {
    const page = document.createElement("a");
    page.href = cite + query;
    page.textContent = more;
    made.append(page);
  }
  return made;
}

let beside;
function arrive() {
  beside?.remove();
  const at = document.getElementById(location.hash.slice(1));
  if (!at?.matches(".body [id]")) return;
  beside = bar(at.id);
  at.append(beside);
}

document.querySelector("#cite .quote")?.after(bar());
for (const one of document.querySelectorAll("[data-style]")) {
  one.after(button(words, () => new Blob([one.textContent], { type: "text/plain" }), () => {
    try { localStorage.setItem(KEPT, one.dataset.style); } catch { /* the browser keeps nothing */ }
  }));
}
window.addEventListener("hashchange", arrive);
arrive();
