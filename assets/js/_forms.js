// A form is sent once; what is typed for a draft is kept by itself; leaving unsaved text asks.
const quiet = 1500;

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const shown = form.querySelector("[data-saved]");
  let timer;
  const save = async () => {
    const typed = new FormData(form);
    // Chosen files go up with the button, not with every pause in typing.
    for (const name of [...typed.keys()]) if (typed.get(name) instanceof File) typed.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: typed,
        headers: { "X-Requested-With": "autosave" },
      });
      if (answer.ok && shown) shown.textContent = (await answer.json()).saved;
      else if (answer.status === 409 && shown) shown.textContent = form.dataset.conflict || "";
    } catch {
      // No network: the text stays in the page and the next change tries again.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, quiet);
  });
}

document.querySelector(".errors")?.focus();
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
