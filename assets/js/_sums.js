// What is chosen and what is left of a pot, while a list is being decided. The server adds up again.
//   <form data-sums="FEN LEFT"> with rows of a radio "choose" and an input NAME-amount
const fen = (text) => {
  const found = /^[¥￥]?\s*(\d{1,15}(?:\.\d{1,6})?)\s*(万元|万|元)?$/.exec(text.trim().replace(/[,，]/g, ""));
  return found ? Math.round(Number(found[1]) * (found[2]?.startsWith("万") ? 1e6 : 100)) : 0;
};
const yuan = (sum) => (sum / 100).toLocaleString("en", { maximumFractionDigits: 2 });

for (const form of document.querySelectorAll("form[data-sums]")) {
  const room = Number(form.dataset.sums);
  const out = form.querySelector("[data-sums-out]");
  const show = () => {
    let chosen = 0;
    for (const radio of form.querySelectorAll('input[type="radio"][value="choose"]:checked'))
      chosen += fen(form.elements[`${radio.name}-amount`].value);
    out.querySelector("[data-sums-chosen]").textContent = yuan(chosen);
    out.querySelector("[data-sums-left]").textContent = yuan(room - chosen);
    out.classList.toggle("t-late", chosen > room);
    out.hidden = false;
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
