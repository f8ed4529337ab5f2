// Builds what a browser loads into src/renda/web/static/dist, and the PDF font beside the files app.
//
//   assets/css/NAME.css, assets/js/NAME.js   one entry each; names with a leading _ are parts
//   @import "tabler"                          Tabler's sheet without the families of tabler-drop.txt
//   assets/icons.txt                          outline icons, one name a line -> dist/icons.svg#NAME
//
// Fails when the first view of a page would weigh more than the budget (P12: 150 kB gzip).
import { build } from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { trim } from "./trim.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const assets = path.join(root, "assets");
const dist = path.join(root, "src/renda/web/static/dist");
const fonts = path.join(root, "src/renda/files/dist/fonts");
const modules = path.join(root, "node_modules");

const BUDGET = 150_000;
const HTMX = 17_500; // served by django-htmx, counted with every page
const ON_DEMAND = new Set(["charts"]); // loaded only where a chart is shown

const lines = (file) =>
  fs.existsSync(file)
    ? fs.readFileSync(file, "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean)
    : [];

const entries = (kind) => {
  const folder = path.join(assets, kind);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(`.${kind}`) && !name.startsWith("_"))
    .sort()
    .map((name) => path.join(folder, name));
};

const tabler = {
  name: "tabler",
  setup(plugin) {
    plugin.onResolve({ filter: /^tabler$/ }, () => ({ path: "tabler", namespace: "tabler" }));
    plugin.onLoad({ filter: /.*/, namespace: "tabler" }, () => ({
      contents: trim(
        fs.readFileSync(path.join(modules, "@tabler/core/dist/css/tabler.css"), "utf8"),
        lines(path.join(assets, "tabler-drop.txt")),
      ),
      loader: "css",
      resolveDir: root,
    }));
  },
};

async function bundle() {
  const common = {
    bundle: true,
    minify: true,
    outdir: dist,
    absWorkingDir: root,
    nodePaths: [modules],
    target: ["es2020", "chrome87", "firefox88", "safari14"],
    legalComments: "none",
    logLevel: "warning",
  };
  await build({
    ...common,
    entryPoints: entries("css"),
    entryNames: "[name]",
    external: ["*.svg", "*.woff2", "*.ttf"],
    plugins: [tabler],
  });
  const scripts = entries("js");
  if (scripts.length) await build({ ...common, entryPoints: scripts, entryNames: "[name]", format: "iife" });
}

function sprite() {
  const symbol = (name) => {
    const file = path.join(modules, "@tabler/icons/icons/outline", `${name}.svg`);
    if (!fs.existsSync(file)) throw new Error(`assets/icons.txt: no outline icon "${name}"`);
    const inner = fs
      .readFileSync(file, "utf8")
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/\s*\n\s*/g, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "");
    return (
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
      `stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`
    );
  };
  const names = [...new Set(lines(path.join(assets, "icons.txt")))].sort();
  fs.writeFileSync(
    path.join(dist, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${names.map(symbol).join("\n")}\n</svg>\n`,
  );
  return names.length;
}

function font() {
  const source = path.join(modules, "@expo-google-fonts/noto-serif-sc");
  fs.mkdirSync(fonts, { recursive: true });
  fs.copyFileSync(
    path.join(source, "400Regular/NotoSerifSC_400Regular.ttf"),
    path.join(fonts, "NotoSerifSC-Regular.ttf"),
  );
  fs.copyFileSync(path.join(source, "LICENSE_FONT"), path.join(fonts, "LICENSE"));
}

function weigh() {
  const weight = (file) => gzipSync(fs.readFileSync(path.join(dist, file)), { level: 6 }).length;
  const files = fs.readdirSync(dist).filter((name) => /\.(css|js)$/.test(name)).sort();
  for (const name of files) console.log(`${String(weight(name)).padStart(8)} B gzip  ${name}`);
  const first = (name) => !ON_DEMAND.has(path.parse(name).name);
  const scripts = files.filter((name) => name.endsWith(".js") && first(name)).map(weight);
  const sheets = files.filter((name) => name.endsWith(".css") && first(name)).map(weight);
  // The worst page: the heaviest sheet, the plain Tabler sheet when pages link it, every script.
  const worst = Math.max(0, ...sheets) + scripts.reduce((sum, one) => sum + one, 0) + HTMX;
  console.log(`${String(worst).padStart(8)} B gzip  first view at worst (budget ${BUDGET})`);
  if (worst > BUDGET) throw new Error("the first view is over its budget");
}

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
await bundle();
const count = sprite();
font();
console.log(`${String(count).padStart(8)} icons   icons.svg`);
weigh();
