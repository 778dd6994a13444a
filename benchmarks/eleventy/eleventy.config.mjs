// A plain news site: what a user of Eleventy would write. Lists are cut here, as a template pages one list only.
const PER_PAGE = 30;
const IN_FEED = 20;
const TAXONOMIES = ["tags", "authors", "categories", "years", "months"];

export default function (config) {
  const slugify = config.getFilter("slugify");
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addPassthroughCopy("style.css");

  const articles = (api) => api.getFilteredByGlob("posts/**/*.md").sort((a, b) => b.date - a.date);

  function terms(api) {
    const found = new Map();
    for (const item of articles(api)) {
      for (const taxonomy of TAXONOMIES) {
        for (const name of item.data[taxonomy]) {
          const path = `${taxonomy}/${slugify(name)}`;
          if (!found.has(path)) found.set(path, { taxonomy, name, path, items: [] });
          found.get(path).items.push(item);
        }
      }
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  function* pages(term) {
    const total = Math.ceil(term.items.length / PER_PAGE);
    const path = (number) => (number === 1 ? `/${term.path}/` : `/${term.path}/page/${number}/`);
    for (let number = 1; number <= total; number++) {
      yield {
        ...term,
        count: term.items.length,
        items: term.items.slice((number - 1) * PER_PAGE, number * PER_PAGE),
        path: path(number),
        previous: number > 1 && path(number - 1),
        next: number < total && path(number + 1),
      };
    }
  }

  config.addCollection("articles", articles);
  config.addCollection("lists", (api) => terms(api).flatMap((term) => [...pages(term)]));
  config.addCollection("feeds", (api) => [
    { name: "Banc d’essai", path: "", items: articles(api).slice(0, IN_FEED) },
    ...terms(api).map((term) => ({ ...term, path: `${term.path}/`, items: term.items.slice(0, IN_FEED) })),
  ]);
  config.addCollection("indexes", (api) => {
    const all = terms(api);
    return TAXONOMIES.map((name) => ({ name, terms: all.filter((term) => term.taxonomy === name) }));
  });

  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
