// What a reference or a defined term leads to, shown on the spot. Without script, and where it cannot be fetched, the
// links are plain links. Escape, a press elsewhere or the button closes the note, and the focus goes back to its link.

const { notes, label, close: closing } = document.querySelector("script[data-notes]").dataset;
let card, from;

function make() {
  card = document.createElement("div");
  card.id = "note";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", label);
  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (card.contains(document.activeElement) || document.activeElement === document.body)) {
      from.focus();
    }
  });
  document.body.append(card);
}

// Below the link, or above it where there is more room; never over the edges of the window.
function place() {
  const link = from.getClientRects()[0];
  const room = innerHeight - link.bottom;
  const left = Math.min(link.left, innerWidth - card.offsetWidth - 12);
  card.style.left = `${Math.max(12, left)}px`;
  card.style.top = room > card.offsetHeight + 12 || room > link.top
    ? `${link.bottom + 6}px` : `${Math.max(12, link.top - card.offsetHeight - 6)}px`;
}

async function show(link, of) {
  const answer = await fetch(`${notes}${of}/`);
  if (!answer.ok) throw new Error(answer.status);
  if (!card) make();
  from = link;
  card.innerHTML = await answer.text();
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = closing;
  close.addEventListener("click", () => card.hidePopover());
  card.querySelector(".note-go").append(" ", close);
  card.showPopover();
  place();
  card.focus({ preventScroll: true });
}

if ("popover" in HTMLElement.prototype) {
  document.querySelector("main article").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-of], a.t");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const of = link.dataset.of ?? `term_${link.pathname.split("/").at(-2)}`;
    show(link, of).catch(() => { location.href = link.href; });
  });
}
