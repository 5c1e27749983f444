const search = document.getElementById("search");
const only = document.getElementById("only");
const shown = document.getElementById("shown");
const items = [...document.querySelectorAll("[data-item]")].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
  found: element.querySelector(".finding") !== null || element.classList.contains("finding"),
}));
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text, found } of items) {
    const fits = words.every((word) => text.includes(word)) && (!only.checked || found);
    element.hidden = !fits;
    count += fits;
  }
  shown.textContent = `${count} of ${items.length} shown`;
}
search.addEventListener("input", filter);
only.addEventListener("change", filter);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
filter();
