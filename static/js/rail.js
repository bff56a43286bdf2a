// The contents beside the text: open where there is room for them, a drawer where there is not, and scrolled to where
// one is. reading.css does the same in browsers that can, so that without script nothing is missing there.

const rail = document.querySelector(".rail.stick");
const drawer = rail?.querySelector("details");
const here = rail?.querySelector("[aria-current]");
const room = matchMedia("(min-width: 72rem)");

if (drawer) {
  const fit = () => { drawer.open = room.matches; };
  fit();
  room.addEventListener("change", fit);
}
if (here && room.matches && !CSS.supports("scroll-initial-target: nearest")) {
  rail.scrollTop += here.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 3;
}
