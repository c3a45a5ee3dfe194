#!/bin/sh
# Builds and tests the native core in an image of Node: on Alpine with its own Rust, elsewhere with rustup's.
set -eu
if command -v apk >/dev/null; then
  apk add --no-cache cargo git
else
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
  export PATH="$HOME/.cargo/bin:$PATH"
fi
git config --global --add safe.directory "$PWD"
npm test -- packages/native
