// @ts-check

/** The rules of a typical Node project, as GitHub's template has them. */
export const NODE = `# Logs
logs
*.log
npm-debug.log*
yarn-debug.log*
yarn-error.log*
lerna-debug.log*
.pnpm-debug.log*
report.[0-9]*.[0-9]*.[0-9]*.[0-9]*.json
pids
*.pid
*.seed
*.pid.lock
lib-cov
coverage
*.lcov
.nyc_output
.grunt
bower_components
.lock-wscript
build/Release
node_modules/
jspm_packages/
web_modules/
*.tsbuildinfo
.npm
.eslintcache
.stylelintcache
.rpt2_cache/
.rts2_cache_cjs/
.rts2_cache_es/
.rts2_cache_umd/
.node_repl_history
*.tgz
.yarn-integrity
.env
.env.development.local
.env.test.local
.env.production.local
.env.local
.cache
.parcel-cache
.next
out
.nuxt
dist
.cache/
.vuepress/dist
.temp
.docusaurus
.serverless/
.fusebox/
.dynamodb/
.tern-port
.vscode-test
.yarn/cache
.yarn/unplugged
.yarn/build-state.yml
.yarn/install-state.gz
.pnp.*
*.swp
.DS_Store
!.env.example
*.orig
`;

/**
 * As many rules as all public templates hold together, in their usual mixture of shapes.
 *
 * @param {number} count
 */
export function manyRules(count) {
  /** @type {readonly ((name: string) => string)[]} */
  const shapes = [
    (n) => `*.${n}`,
    (n) => `${n}/`,
    (n) => `/${n}`,
    (n) => `.${n}_cache`,
    (n) => `${n}*.log`,
    (n) => `${n}/**/generated`,
    (n) => `**/${n}/*.tmp`,
    (n) => `[${n[0]?.toUpperCase()}${n[0]}]${n.slice(1)}/`,
    (n) => `!${n}.keep`,
    (n) => `${n}.lock`,
  ];
  const word = (/** @type {number} */ i) => `q${(i * 7_919 + 13).toString(36)}`;
  return `${Array.from({ length: count }, (_, i) => shapes[i % shapes.length]?.(word(i))).join("\n")}\n`;
}
