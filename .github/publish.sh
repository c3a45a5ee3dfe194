#!/usr/bin/env bash
# Publishes what is not published yet: first a package for each platform, then the packages that ask for them.
set -euo pipefail
addons=$1

registry=$(npm config get registry)
npm config set "${registry#*:}:_authToken" "$NPM_TOKEN"

node tools/make-platform-packages.mjs "$addons" npm
for folder in npm/*/; do
  id=$(node -p 'const { name, version } = require(require("node:path").resolve(process.argv[1], "package.json")); `${name}@${version}`' "$folder")
  if [ -n "$(npm view "$id" version 2>/dev/null)" ]; then
    echo "$id is published already"
  else
    npm publish "./$folder"
  fi
done

pnpm=$(node -p 'require("./package.json").packageManager')
npx --yes "$pnpm" -r publish --no-git-checks
