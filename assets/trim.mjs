// Leaves families of rules out of a style sheet.
//
// A family is the start of a class name ("modal" takes .modal and .modal-body) or, with a leading
// character other than a letter, any text of a selector ("[data-bs-theme=dark]"). A selector list
// loses only the selectors of the family.

/** Splits a style sheet into its top-level rules, strings and comments respected. */
function rules(css) {
  const found = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === '"' || sign === "'") {
      at += 1;
      while (css[at] !== sign) at += css[at] === "\\" ? 2 : 1;
    } else if (sign === "/" && css[at + 1] === "*") {
      at = css.indexOf("*/", at) + 1;
    } else if (sign === "{") {
      depth += 1;
    } else if (sign === "}" || sign === ";") {
      if (sign === "}") depth -= 1;
      if (depth === 0) {
        found.push(css.slice(start, at + 1));
        start = at + 1;
      }
    }
  }
  return found;
}

/** Splits a selector list at its outer commas. */
function selectors(list) {
  const found = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < list.length; at += 1) {
    if ("([".includes(list[at])) depth += 1;
    else if (")]".includes(list[at])) depth -= 1;
    else if (list[at] === "," && depth === 0) {
      found.push(list.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, list.slice(start)].map((one) => one.trim());
}

const matcher = (family) =>
  /^[a-z]/i.test(family)
    ? new RegExp(`\\.${family}(?![a-z0-9])`, "i")
    : { test: (selector) => selector.replace(/["']/g, "").includes(family) };

/** `css` without the rules of `families`. */
export function trim(css, families) {
  const dropped = families.map(matcher);
  const walk = (text) =>
    rules(text)
      .map((rule) => {
        const brace = rule.indexOf("{");
        const head = rule.slice(0, brace).replace(/\/\*[\s\S]*?\*\//g, "").trim();
        if (brace < 0 || /^@(font-face|keyframes|property|page|charset|import)/.test(head)) {
          return rule.startsWith("@charset") ? "" : rule;
        }
        const body = rule.slice(brace + 1, rule.lastIndexOf("}"));
        if (head.startsWith("@")) {
          const inner = walk(body);
          return inner.trim() ? `${head}{${inner}}` : "";
        }
        const kept = selectors(head).filter((one) => !dropped.some((drop) => drop.test(one)));
        return kept.length ? `${kept.join(",")}{${body}}` : "";
      })
      .join("\n");
  return walk(css);
}
