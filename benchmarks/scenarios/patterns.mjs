// @ts-check

/** One pattern each, as people write them. */
export const TYPICAL = [
  "package.json",
  "*.md",
  "**/*.ts",
  "**/*.js",
  "**/*.{js,ts}",
  "**/package.json",
  "node_modules/**",
  "**/node_modules/**",
  "src/**/*.ts",
  "packages/*/src/**/*.ts",
  "**/[a-c]*.js",
  "**/test/**/*.js",
  "**/*.test.{js,ts}",
  "**/@(lib|dist)/*.js",
  "**/!(*.d).ts",
  "**/*.?s",
];

/**
 * A set of unlike patterns, of the shapes that configurations hold.
 *
 * @param {number} size
 */
export function patternSet(size) {
  return Array.from({ length: size }, (_, index) => {
    const name = `n${index.toString(36)}`;
    const shapes = [`**/*.${name}`, `**/${name}/**`, `src/${name}/**/*.js`, `**/${name}*.json`, `**/*${name}.{js,ts}`];
    return shapes[index % shapes.length] ?? name;
  });
}
