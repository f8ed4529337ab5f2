// "Select all" boxes and the count of what is selected.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const boxes = [...document.querySelectorAll(`input[name="${all.dataset.selectAll}"]`)];
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
}

// How many lines are chosen, in words that the page brings along; the bar stays in sight with some.
for (const shown of document.querySelectorAll("[data-chosen]")) {
  const boxes = [...document.querySelectorAll(`input[name="${shown.dataset.chosen}"]`)];
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    shown.textContent = count ? shown.dataset.some.replace("{n}", count) : shown.dataset.none;
    shown.closest(".bulk")?.classList.toggle("idle", !count);
  };
  document.addEventListener("change", tell);
  tell();
}

// A filter that consists of one list is sent when it changes; its button stays for everybody else.
for (const list of document.querySelectorAll("select[data-submit]")) {
  list.addEventListener("change", () => list.form.requestSubmit());
}
