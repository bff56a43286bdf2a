// Shows on the spot what a link in the text leads to; how (notes.js) is fetched with the first press. Without script,
// and where something cannot be fetched, the links are plain links.

const { notes } = document.querySelector("script[data-notes]").dataset;

if (HTMLElement.prototype.showPopover) {
  document.querySelector("main article").addEventListener("click", (event) => {
    const link = event.target.closest(".body a:not(.no)");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    import(notes).then(({ show }) => show(link)).catch(() => { location = link.href; });
  });
}
