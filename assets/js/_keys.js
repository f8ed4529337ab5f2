// J and K move along a list, Enter opens, / searches, ? helps.
const rows = () => [...document.querySelectorAll("table.list tbody tr, table.work tbody tr:not(.grp)")];
let at = -1;

const go = (step) => {
  const all = rows();
  if (!all.length) return;
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  all[at].querySelector("a")?.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("site-q")?.focus();
  } else if (event.key === "?") {
    const help = document.querySelector("a[data-keys]");
    if (help) window.location.assign(help.href);
  }
});
