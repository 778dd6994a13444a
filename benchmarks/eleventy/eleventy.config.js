// A plain news site: what a user of Eleventy would write, with no plug-in and nothing slow in it.
const PER_PAGE = 30;
const IN_FEED = 20;
const KINDS = [
  { key: "topics", folder: "tags", title: "Thèmes" },
  { key: "authors", folder: "authors", title: "Auteurs" },
  { key: "section", folder: "categories", title: "Rubriques" },
  { key: "year", folder: "years", title: "Années" },
  { key: "month", folder: "months", title: "Mois" },
];

const fold = (name) =>
  name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("œ", "oe")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const valuesOf = (article, key) => {
  if (key === "year") return [article.date.toISOString().slice(0, 4)];
  if (key === "month") return [article.date.toISOString().slice(0, 7)];
  return [article.data[key]].flat();
};

const byName = ([a], [b]) => a.localeCompare(b, "fr");

// All terms of all kinds, from one walk over the articles, newest first; once for each build.
let gathered;

const gather = (api) => {
  if (gathered) return gathered;
  const articles = api.getFilteredByGlob("content/**/*.md").reverse();
  const terms = KINDS.map((kind) => {
    const found = new Map();
    for (const article of articles) {
      for (const name of valuesOf(article, kind.key)) {
        if (!found.has(name)) found.set(name, []);
        found.get(name).push(article);
      }
    }
    return [...found].sort(byName).map(([name, items]) => ({ ...kind, name, items, url: `/${kind.folder}/${fold(name)}/` }));
  });
  gathered = { articles, terms };
  return gathered;
};

const pagesOf = (term) => {
  const count = Math.ceil(term.items.length / PER_PAGE);
  const address = (n) => (n === 0 ? term.url : `${term.url}page/${n + 1}/`);
  return Array.from({ length: count }, (_, n) => ({
    ...term,
    count: term.items.length,
    items: term.items.slice(n * PER_PAGE, (n + 1) * PER_PAGE),
    url: address(n),
    newer: n > 0 && address(n - 1),
    older: n + 1 < count && address(n + 1),
  }));
};

const DATE = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("fr", { dateStyle: "full", timeZone: "UTC" });

export default function (config) {
  const places = new Map(); // of each article in `newest`, looked up once
  config.addPassthroughCopy({ public: "/" });
  config.addCollection("newest", (api) => gather(api).articles);
  config.addCollection("lists", (api) => gather(api).terms.flat().flatMap(pagesOf));
  config.addCollection("indexes", (api) =>
    gather(api).terms.map((ones) => ({ folder: ones[0].folder, title: ones[0].title, terms: ones })));
  config.addCollection("feeds", (api) => [
    { name: "Banc d’essai", url: "/", items: gather(api).articles.slice(0, IN_FEED) },
    ...gather(api).terms.flat().map((term) => ({ ...term, items: term.items.slice(0, IN_FEED) })),
  ]);
  config.addFilter("fold", fold);
  config.addFilter("date", (date) => DATE.format(date));
  config.addFilter("day", (date) => DAY.format(date));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc", (date) => date.toUTCString());
  config.addFilter("json", (value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  config.addFilter("beside", (all, url, step) => {
    if (!places.size) all.forEach((one, n) => places.set(one.url, n));
    return all[places.get(url) + step];
  });
  config.on("eleventy.before", () => {
    gathered = undefined;
    places.clear();
  });
  config.setTemplateFormats(["md", "njk"]);
  return { markdownTemplateEngine: false, dir: { input: ".", includes: "_includes" } };
}
