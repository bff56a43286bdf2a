// What a reference or a defined term leads to, in a popover beside its link. Escape, a press elsewhere or the button
// closes it, and the focus goes back to the link. Called by follow.js.

const { from: source, css, label, close } = document.querySelector("script[data-notes]").dataset;
// How the eId of what stands at such an address begins; a range and a part have theirs in data-of.
const NAMES = { article: "art_", chapter: "chp_", terms: "term_" };
let card, from;

async function make() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = css;
  const here = new Promise((done, fail) => { sheet.onload = done; sheet.onerror = fail; });
  document.head.append(sheet);
  await here;
  card = document.createElement("div");
  card.id = "note";
  card.popover = "auto";
  card.tabIndex = -1;
  card.role = "dialog";
  card.ariaLabel = label;
  card.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed" && card.contains(document.activeElement)) from.focus();
  });
  document.body.append(card);
}

// Below the link, or above it where there is more room; never over the edges of the window.
function place() {
  const { left, top, bottom } = from.getClientRects()[0];
  const room = innerHeight - bottom;
  const fits = room > card.offsetHeight + 12 || room > top;
  card.style.left = `${Math.max(12, Math.min(left, innerWidth - card.offsetWidth - 12))}px`;
  card.style.top = `${fits ? bottom + 6 : Math.max(12, top - card.offsetHeight - 6)}px`;
}

export async function show(link) {
  const [kind, name] = link.pathname.split("/").slice(-3);
  const of = link.dataset.of ?? (link.hash.slice(1) || `${NAMES[kind] ?? ""}${name}`);
  const answer = await fetch(`${source}${of}/`);
  if (!answer.ok) throw new Error(answer.status);
  const words = await answer.text();
  if (!card) await make();
  from = link;
  card.innerHTML = words;
  const button = document.createElement("button");
  button.textContent = close;
  button.onclick = () => card.hidePopover();
  card.querySelector(".note-go").append(button);
  card.showPopover();
  place();
  card.focus({ preventScroll: true });
}
