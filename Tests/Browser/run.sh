#!/usr/bin/env bash
# Opens every page of a built site in headless Chromium, from disk: Tests/Browser/run.sh SITE_DIR.
# The Python side lives in .build-venv, made once; Chromium is Debian's.
set -euo pipefail
cd "$(dirname "$0")/../.."
site=${1:?usage: Tests/Browser/run.sh SITE_DIR}
venv=.build-venv
stamp=$venv/browser-requirements
if ! cmp -s Tests/Browser/requirements.txt "$stamp" 2>/dev/null; then
  echo "setup: installing $(tr '\n' ' ' < Tests/Browser/requirements.txt)from PyPI into $venv"
  [ -x $venv/bin/python ] || python3 -m venv $venv
  $venv/bin/pip install --quiet --disable-pip-version-check -r Tests/Browser/requirements.txt || {
    echo "setup: PyPI cannot be reached; once online, run $0 $site" >&2; exit 2; }
  cp Tests/Browser/requirements.txt "$stamp"
fi
exec $venv/bin/python Tests/Browser/checks.py "$site"
