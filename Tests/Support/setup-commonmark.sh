#!/usr/bin/env bash
# Fetches the 652 examples of the CommonMark specification for the parser's tests: they stand in the source package
# of markdown-it-py 4.3.0 on PyPI. Done once; quiet afterwards.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=.build/test-data/commonmark.json
[ -s "$target" ] && exit 0
mkdir -p .build/test-data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "setup: fetching the CommonMark examples (markdown-it-py 4.3.0, PyPI)"
if ! python3 -m pip download --quiet --no-deps --no-binary :all: --dest "$work" markdown-it-py==4.3.0 \
    >"$work/log" 2>&1; then
  tail -3 "$work/log" >&2
  echo "setup: cannot fetch markdown-it-py 4.3.0 from PyPI; once online, run $0" >&2
  exit 2
fi
tar -xzf "$work"/markdown*4.3.0.tar.gz -C "$work"
cp "$work"/markdown*4.3.0/tests/test_cmark_spec/commonmark.json "$target"
