// Says so where a passkey was not made or not given: allauth's own script tells the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("told");
  const words = document.createElement("p");
  words.className = "notice";
  words.textContent = told.dataset.failed;
  told.replaceChildren(words);
});
