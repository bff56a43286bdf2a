// Hides the questions that do not belong to what was chosen: data-when="kind=person", or "statement=a b c".
// One that holds something, or an error, stays in sight; without this script all of them do.

const form = document.querySelector("form.form");
const parts = form ? [...form.querySelectorAll("[data-when]")] : [];

function show() {
  for (const part of parts) {
    const [name, values] = part.dataset.when.split("=");
    const chosen = form.elements[name].value;
    const empty = [...part.querySelectorAll("input, textarea")].every((box) => box.value.trim() === "");
    const clean = !part.matches(".bad") && !part.querySelector(".bad");
    part.hidden = chosen !== "" && !values.split(" ").includes(chosen) && empty && clean;
  }
}

if (form) {
  form.addEventListener("change", show);
  // After Back, the browser puts in what was chosen before.
  window.addEventListener("pageshow", show);
  show();
}
