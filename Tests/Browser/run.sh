#!/usr/bin/env bash
# Opens every page of a built site in headless Chromium, from disk, and event traces in the Perfetto UI: Tests/Browser/run.sh
# SITE_DIR. The Python side lives in .build-venv, made once; Chromium is Debian's.
set -euo pipefail
cd "$(dirname "$0")/../.."
site=${1:?usage: Tests/Browser/run.sh SITE_DIR}
Tests/Support/setup-venv.sh
python=.build-venv/bin/python
$python Tests/Browser/checks.py "$site"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trace() { # NAME COMMAND…
  local file=$work/$1.json
  shift
  .build/release/lesson trace -o "$file" -- "$@" > "$work/output" 2>&1 || [ $? -gt 128 ] || { cat "$work/output" >&2; exit 1; }
}
trace alone Chapters/Examples/heap/Shop.swift
trace tasks Tests/Fixtures/tasks/tasks.swift hundred finished group
trace spans .build/release/traced-program
SWIFT_BACKTRACE=enable=no trace crash .build/release/traced-program crash
$python Tests/Browser/traces.py "$work"/*.json
