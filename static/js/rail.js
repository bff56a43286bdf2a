// The contents beside the text show where one is. A browser that knows scroll-initial-target (reading.css) does it by itself.

const rail = document.querySelector(".rail.stick");
const here = rail?.querySelector("[aria-current]");

if (here && !CSS.supports("scroll-initial-target: nearest")) {
  rail.scrollTop += here.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 2;
}
