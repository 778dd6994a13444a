// The front matter of content/**/*.md against its schema, as VS Code's remark extension and remark-cli show it.
// It needs two packages that nothing else here needs: npm install --no-save remark-frontmatter
// remark-lint-frontmatter-schema. Without them there is nothing to show, and no error.
const schemas = { "./.vscode/front-matter.schema.json": ["./content/**/*.md"] };
const found = (name) => import(name).then((module) => module.default, () => null);
const [frontmatter, schema] = await Promise.all(
  ["remark-frontmatter", "remark-lint-frontmatter-schema"].map(found),
);

export default { plugins: frontmatter && schema ? [frontmatter, [schema, { schemas }]] : [] };
