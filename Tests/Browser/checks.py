"""The built site in a real browser, from disk. One function a question; each prints what failed and where.

What this cannot show: how a page sounds in a screen reader, and whether it is beautiful. Both need a person.
Relies on: Debian's chromium, driven by playwright; axe-core as axe-playwright-python brings it.
"""
import base64, glob, json, os, random, re, shutil, subprocess, sys, tempfile, traceback
from urllib.parse import unquote
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

SITE = os.path.abspath(sys.argv[1])
LESSON = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.build/release/lesson"))
# A small book with Chinese in it, and with every kind of block.
FIXTURE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Fixtures/sites/pages"))
PAGES = sorted(os.path.basename(path) for path in glob.glob(SITE + "/*.html"))
CHAPTERS = [page for page in PAGES if re.match(r"\d\d-", page)]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def url(page, site=SITE):
    return "file://" + site + "/" + page


class Browser:
    """Chromium, and a page of it that complains of what it should not do."""

    def __init__(self, playwright):
        self.chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])

    def page(self, name, width=1280, scripts=True, theme="light", site=SITE, before=None, **options):
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, color_scheme=theme, **options)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append("console: " + m.text))
        page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: page.complaints.append("failed: " + request.url))
        page.on("request", lambda r: r.url.startswith("file://" + site) or r.url.startswith(("data:", "blob:"))
                or page.complaints.append("outside: " + r.url))
        page.goto(url(name, site))
        return page


@check
def every_page_opens_without_a_complaint(browser):
    for name in PAGES:
        page = browser.page(name)
        page.wait_for_timeout(100)
        assert not page.complaints, f"{name}: {page.complaints}"
        page.context.close()


@check
def without_scripts_the_text_is_the_same_and_nothing_dead_is_shown(browser):
    clean = """() => { const main = document.querySelector("main").cloneNode(true);
      main.querySelectorAll("button, .ctl, .copy, .stage").forEach(e => e.remove());
      return main.textContent.replace(/\\s+/g, " ").trim() }"""
    for name in PAGES:
        with_scripts = browser.page(name)
        expected = with_scripts.evaluate(clean)
        with_scripts.context.close()
        # Scripts are off for the page; the question itself is asked of its markup.
        plain = browser.page(name, scripts=False)
        assert plain.locator("button:visible").count() == 0, f"{name} shows a button that does nothing"
        for step in plain.locator(".step").all():
            assert step.is_visible(), f"{name} hides a step without scripts"
        markup = plain.content()
        plain.context.close()
        reader = browser.page(name)
        actual = reader.evaluate(
            "html => { document.open(); const d = new DOMParser().parseFromString(html, 'text/html');"
            "return d.querySelector('main').textContent.replace(/\\s+/g, ' ').trim() }", markup)
        reader.context.close()
        assert actual == expected, f"{name} says something else without scripts"


@check
def axe_finds_no_violation_in_either_theme_at_either_width(browser):
    for name in PAGES:
        for theme in ["light", "dark"]:
            for width in [1280, 390]:
                page = browser.page(name, width=width, theme=theme)
                found = Axe().run(page).response["violations"]
                text = [f"{v['id']}: {v['nodes'][0]['target']} {v['help']}" for v in found]
                page.context.close()
                assert not found, f"{name}, {theme}, {width}: {text}"


@check
def no_page_scrolls_sideways(browser):
    for name in PAGES:
        for width in [320, 390, 768, 1280]:
            page = browser.page(name, width=width)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            page.context.close()
            assert over <= 0, f"{name} is {over} pixels too wide at {width}"
        page = browser.page(name, width=640)
        page.add_style_tag(content="html { font-size: 200% !important }")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.context.close()
        assert over <= 0, f"{name} is {over} pixels too wide with text at 200 %"


@check
def a_stepper_steps_and_gives_everything_back(browser):
    for name in CHAPTERS:
        page = browser.page(name)
        for figure in page.locator(".fig[data-steps]").all():
            steps = figure.locator(".step")
            count = steps.count()
            back, forth, everything = (figure.get_by_role("button", name=re.compile(text)) for text in ["back", "next", "all"])
            visible = lambda: [step.is_visible() for step in steps.all()].count(True)
            if figure.get_attribute("data-lab"):
                page.locator("figure.driven").first.wait_for()
                figure.get_by_role("button", name="recorded steps").click()
            assert visible() == 1 and back.is_disabled()
            for _ in range(count - 1):
                forth.click()
            assert forth.is_disabled() and steps.nth(count - 1).is_visible()
            back.focus()
            page.keyboard.press("ArrowLeft")
            assert steps.nth(count - 2).is_visible(), "the arrow key does not step"
            everything.click()
            assert visible() == count, "'all steps' does not show all"
        page.context.close()


def labs(browser, **options):
    """Each lab of the book, running: its page's name, the page, the figure, and what `lesson` says of it."""
    for name in CHAPTERS:
        text = open(os.path.join(SITE, name), encoding="utf-8").read()
        for lab in re.findall(r'data-lab="([a-z]+)"', text):
            page = browser.page(name, **options)
            figure = page.locator(f"figure[data-lab={lab}]")
            page.locator(f"figure.driven[data-lab={lab}]").wait_for()
            yield text, page, figure, lambda *words: json.loads(subprocess.run(
                [LESSON, "run", "lab/" + lab, "--format", "json", *words], check=True, capture_output=True).stdout)
            assert not page.complaints, f"{name}: {page.complaints}"
            page.context.close()


@check
def a_lab_draws_in_the_page_what_the_build_drew(browser):
    draw = """(figure, [moves, narrow]) => { const lab = figure.lab; lab.reset(); return moves.map(move => {
      let event; for (let i = 0; i < move.times; i++) event = lab.step(move.kind, ...move.operands)
      const at = lab.figure(narrow)
      return [event, new TextDecoder().decode(new Uint8Array(lab.memory.buffer, at, lab.figureCount()))] }) }"""
    count = 0
    for text, page, figure, ask in labs(browser):
        moves = ask()["figure"]["moves"]
        for narrow in [0, 1]:
            at = 0
            for move, (event, picture) in zip(moves, figure.evaluate(draw, [moves, narrow])):
                assert event == move["event"], f"{move} gives {event}"
                at = text.find(picture, at)
                assert at >= 0, f"the page does not hold what the lab draws after {move}"
                at += len(picture)
        count += 1
    assert count >= 4, f"only {count} labs"


@check
def ten_thousand_random_actions_keep_memory_and_invariant_and_give_the_native_pictures(browser):
    shake = """figure => { const lab = figure.lab, kinds = figure.querySelectorAll("[data-kind]").length
      const operands = [0, 1, 2].map(i => (figure.querySelector(`[data-operand="${i}"]`)?.options.length ?? 0) + 1)
      let x = 7, sum = 0x811c9dc5, violations = 0, kind = 0, abc = [], times = 0, pages = [lab.memory.buffer.byteLength]
      const next = n => { x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff; return (x >> 16) % n }
      lab.reset()
      for (let action = 0; action < 10000; action++) {
        if (!times) { kind = next(kinds + 1); abc = operands.map(next); times = 1 + next(12) }
        times--
        if (action % 250 == 249) lab.reset()
        lab.step(kind, ...abc)
        if (!lab.holds()) violations++
        const at = lab.figure(action % 2)
        for (const byte of new Uint8Array(lab.memory.buffer, at, lab.figureCount())) sum = Math.imul(sum ^ byte, 16777619)
        if (action == 1000) pages.push(lab.memory.buffer.byteLength)
      }
      return [sum >>> 0, violations, [...pages, lab.memory.buffer.byteLength]] }"""
    for _, page, figure, ask in labs(browser):
        checksum, violations, memory = figure.evaluate(shake)
        native = ask("--random", "10000")["results"]
        assert native["violations"] == 0 and violations == 0
        assert checksum == native["checksum"], f"{checksum} in the page, {native['checksum']} natively"
        assert memory[0] < 4 << 20 and memory[1] == memory[2], f"memory: {memory}"


@check
def a_lab_is_driven_by_keys_and_says_what_it_does(browser):
    for _, page, figure, _ in labs(browser):
        say = figure.locator(".stage > p[aria-live=polite]")
        before = say.text_content()
        figure.locator("[data-kind]").first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert say.text_content() != before and say.text_content().startswith("2. "), say.text_content()
        sentences = figure.locator(".events li").all_text_contents()
        assert say.text_content()[3:] in sentences
        assert figure.locator(".stage svg:visible").count() == 1 and figure.locator("svg [id]").count() == 0
        for select in figure.locator(".stage select").all():
            select.focus()
            page.keyboard.press("ArrowDown")
        figure.get_by_role("button", name="start again").click()
        assert say.text_content() == sentences[0]
        page.emulate_media(media="print")
        assert figure.locator(".stage").is_hidden(), "print shows the stage"
        assert all(step.is_visible() for step in figure.locator(".step").all()), "print hides a step"


@check
def labels_of_a_lab_keep_inside_its_picture(browser):
    outside = """svg => { const frame = svg.getBoundingClientRect()
      return [...svg.querySelectorAll("text")].filter(t => { const box = t.getBoundingClientRect()
        return box.left < frame.left - 1 || box.right > frame.right + 1 }).map(t => t.textContent) }"""
    for width in [1280, 390]:
        for _, page, figure, _ in labs(browser, width=width):
            buttons = figure.locator("[data-kind]").all()
            draw = random.Random(5)
            for _ in range(60):
                for select in figure.locator("select").all():
                    select.select_option(index=draw.randrange(select.locator("option").count()))
                draw.choice(buttons).click()
                wrong = figure.locator(".stage svg:visible").evaluate(outside)
                assert not wrong, f"at {width}: {wrong} outside"


@check
def a_lab_with_damaged_or_missing_bytes_stays_a_picture(browser):
    with tempfile.TemporaryDirectory() as folder:
        for damage in ["cut", "flipped", "no base64", "missing"]:
            site = folder + "/" + damage.replace(" ", "-")
            shutil.copytree(SITE, site)
            for path in glob.glob(site + "/lab-*.js"):
                text = open(path, encoding="utf-8").read()
                half = len(text) // 2
                if damage == "cut":
                    text = text[:half // 4 * 4] + '")\n'
                elif damage == "flipped":
                    text = text[:half] + "".join("A" if c != "A" else "B" for c in text[half:half + 400]) + text[half + 400:]
                elif damage == "no base64":
                    text = text[:half] + "%%" + text[half + 2:]
                if damage == "missing":
                    os.remove(path)
                else:
                    open(path, "w", encoding="utf-8").write(text)
            for name in [c for c in CHAPTERS if 'data-lab="' in open(os.path.join(SITE, c), encoding="utf-8").read()]:
                page = browser.page(name, site=site)
                page.wait_for_timeout(300)
                figure = page.locator("figure[data-lab]").first
                assert page.locator("figure.driven").count() == 0, f"{name}, {damage}: it is driven all the same"
                shown = figure.locator(".step svg:visible").count()
                assert shown == 1, f"{name}, {damage}: {shown} pictures"
                if damage != "missing":
                    assert not page.complaints, f"{name}, {damage}: {page.complaints}"
                page.context.close()


def live_blocks(browser, site=SITE):
    """Each block that can be run here, with its page, and what it printed natively."""
    for name in CHAPTERS:
        if "data-live=" not in open(os.path.join(SITE, name), encoding="utf-8").read():
            continue
        page = browser.page(name, site=site)
        for block in page.locator(".block[data-live]").all():
            script = block.get_attribute("data-live")
            text = open(os.path.join(SITE, script), encoding="utf-8").read()
            yield page, block, script, base64.b64decode(re.search(r', "([^"]*)"\)\n$', text).group(1)).decode()
        page.context.close()


@check
def a_live_block_prints_in_the_page_what_it_printed_natively(browser):
    count = 0
    for page, block, script, output in live_blocks(browser):
        assert page.locator(f"script[src='{script}']").count() == 0, f"{script} is loaded before anybody asks"
        button = block.get_by_role("button", name="run here")
        for _ in range(2):
            button.click()
            block.get_by_text("Run in this browser: the same output.").wait_for()
        assert block.locator(".ran samp").text_content() == output.rstrip("\n"), f"{script} printed something else"
        assert not page.complaints, f"{script}: {page.complaints}"
        count += 1
    assert count >= 4, f"only {count} live blocks"
    for name in CHAPTERS:
        page = browser.page(name, scripts=False)
        assert page.get_by_role("button", name="run here").count() == 0
        page.context.close()


@check
def a_live_block_that_cannot_run_says_so(browser):
    def image(*code):
        """A module whose start is the code, with the import and the export that a block has."""
        def section(kind, *content):
            return bytes([kind, len(content), *content])
        name = lambda text: [len(text), *text.encode()]
        start = [0, *code, 0x0b]
        return b"\0asm\1\0\0\0" + section(1, 1, 0x60, 0, 0) + section(3, 1, 0) + section(5, 1, 0, 1) + section(
            7, 2, *name("_start"), 0, 0, *name("memory"), 2, 0) + section(10, 1, len(start), *start)
    unreachable, endless, nothing = [0x00], [0x03, 0x40, 0x0c, 0, 0x0b], []
    define = lambda script, image: f'Live.define("{script}", "{base64.b64encode(image).decode()}", "eA==")'
    damages = {
        "missing": (None, "missing or damaged"), "no-base64": ('Live.define("", "%%", "")', "missing or damaged"),
        "no-wasm": (b"\0asm", "In this browser: CompileError"), "trap": (image(*unreachable), "In this browser: RuntimeError"),
        "endless": (image(*endless), "had not ended after 2 seconds"), "other": (image(*nothing), "other output than above"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for damage, (content, expected) in damages.items():
            site = folder + "/" + damage
            shutil.copytree(SITE, site)
            for path in glob.glob(site + "/live-*.js"):
                if content is None:
                    os.remove(path)
                    continue
                text = define(os.path.basename(path), content) if isinstance(content, bytes) else content
                open(path, "w", encoding="utf-8").write(text)
            for page, block, script, _ in live_blocks(browser, site):
                button = block.get_by_role("button", name="run here")
                button.click()
                block.get_by_text(expected).wait_for(timeout=5000)
                assert button.is_enabled(), f"{script}, {damage}: it cannot be tried again"
                break


@check
def a_picture_fits_its_width(browser):
    for name in CHAPTERS:
        for width, wide in [(1280, "640"), (390, "360")]:
            page = browser.page(name, width=width, scripts=False)
            for picture in page.locator(".step svg:visible").all():
                box = picture.get_attribute("viewBox").split()
                assert box[2] == wide, f"{name} shows the {box[2]} units wide drawing at {width} pixels"
            page.context.close()


@check
def search_works_from_disk(browser):
    page = browser.page("index.html")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("existential")
    page.wait_for_selector("dialog a")
    assert "01-stack-heap" in page.locator("dialog a").first.get_attribute("href")
    page.locator("dialog input").fill("inlineArr")
    page.wait_for_timeout(200)
    assert page.locator("dialog a").count() > 0, "a part of a camelCase word is not found"
    page.locator("dialog input").fill("zzqqxx")
    page.wait_for_timeout(200)
    assert page.locator("dialog a").count() == 0
    page.locator("dialog input").fill("guard page")
    page.wait_for_timeout(200)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html*")
    assert not page.complaints, page.complaints
    page.context.close()


@check
def search_finds_chinese_by_characters_and_pairs(browser):
    page = browser.page("index.html", site=FIXTURE)
    page.locator("#find").click()
    page.wait_for_selector("dialog[open] input")
    for query, found in [("中央列表", 1), ("列表", 1), ("堆", 1), ("中列", 0), ("escape", 2)]:
        page.locator("dialog input").fill(query)
        page.wait_for_timeout(150)
        count = page.locator("dialog a").count()
        assert (count >= found) if found else count == 0, f"{query}: {count} results"
    page.locator("dialog input").fill("中央列表")
    page.wait_for_timeout(150)
    assert "04-escape.html" in page.locator("dialog a").first.get_attribute("href")
    assert page.locator("dialog mark").first.text_content() in "中央列表"
    assert not page.complaints, page.complaints
    page.context.close()


@check
def a_term_shows_its_entry_and_escape_takes_it_away(browser):
    page = browser.page(CHAPTERS[0])
    for reach in ["hover", "focus"]:
        term = page.locator("a.term").first
        getattr(term, reach)()
        page.wait_for_selector(".pop[role=tooltip]")
        entry = page.locator(unquote(term.get_attribute("href")).replace("#", "[id='") + "']")
        assert page.locator(".pop").text_content().strip() == entry.text_content().strip()
        box = page.locator(".pop").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
        page.keyboard.press("Escape")
        assert page.locator(".pop").count() == 0, "Escape leaves it"
        page.mouse.move(5, 5)
    page.context.close()


@check
def a_browser_that_refuses_storage_breaks_nothing(browser):
    refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    page = browser.page(CHAPTERS[0], before=refuse)
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = ground()
    page.locator("#theme").click()
    assert ground() != light
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(200)
    assert page.locator(".rail .map a.black").count() > 0
    assert not page.complaints, page.complaints
    page.context.close()


@check
def single_keys_can_be_switched_off(browser):
    page = browser.page(CHAPTERS[0])
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = ground()
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("t")
    assert ground() == light
    page.reload()
    page.keyboard.press("t")
    assert ground() == light, "the choice is forgotten"
    page.context.close()


@check
def labels_in_pictures_keep_apart_and_inside(browser):
    overlaps = """svg => {
      const all = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
      const frame = svg.getBoundingClientRect(), wrong = []
      all.forEach(([a, p], i) => {
        if (p.left < frame.left - 1 || p.right > frame.right + 1) wrong.push(a + ' leaves the picture')
        all.slice(i + 1).forEach(([b, q]) => {
          const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left)
          const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)
          if (wide > 1 && high > 4) wrong.push(a + ' over ' + b)
        })
      })
      return wrong }"""
    for name in CHAPTERS:
        for width in [1280, 390]:
            page = browser.page(name, width=width, scripts=False)
            for picture in page.locator(".step svg:visible").all():
                # Asked from outside: the page's own scripts are off.
                wrong = picture.evaluate(overlaps)
                assert not wrong, f"{name} at {width}: {wrong}"
            page.context.close()


@check
def margin_notes_do_not_run_into_each_other(browser):
    for site, names in [(SITE, CHAPTERS), (FIXTURE, ["01-stack-heap.html"])]:
        for name in names:
            page = browser.page(name, site=site)
            boxes = page.evaluate(
                "[...document.querySelectorAll('.note')].map(n => [n.getBoundingClientRect().top, n.scrollHeight])")
            for (top, height), (below, _) in zip(boxes, boxes[1:]):
                assert top + height <= below + 1, f"{name}: a note at {top} is {height} high, the next is at {below}"
            page.context.close()


@check
def a_chosen_theme_is_kept_over_pages(browser):
    page = browser.page("index.html")
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = ground()
    page.locator("#theme").click()
    dark = ground()
    assert light != dark
    page.goto(url(CHAPTERS[0]))
    assert ground() == dark
    page.context.close()


@check
def keys_leave_typing_and_modifiers_alone(browser):
    page = browser.page(CHAPTERS[0])
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = ground()
    page.keyboard.press("Control+t")
    assert ground() == light
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("t")
    assert ground() == light and page.locator("dialog input").input_value() == "t"
    page.keyboard.press("Escape")
    # The browser closes a dialog a moment after the key.
    page.wait_for_selector("dialog[open]", state="hidden")
    page.keyboard.press("t")
    assert ground() != light
    page.context.close()


@check
def marks_turn_gray_and_black_and_survive_a_reload(browser):
    page = browser.page(CHAPTERS[0])
    page.wait_for_timeout(300)
    for _ in range(60):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(20)
    black = lambda: page.locator(".rail .map a.black").count()
    assert black() > 3, f"only {black()} sections are read after scrolling through"
    before = black()
    page.reload()
    assert black() >= before
    page.context.close()


@check
def copy_gives_the_exact_source(browser):
    page = browser.page(CHAPTERS[0])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for block in page.locator(".block:has(button.copy)").all()[:6]:
        block.locator("button.copy").click()
        page.wait_for_timeout(100)
        copied = page.evaluate("navigator.clipboard.readText()")
        shown = block.locator("pre.src code").first.text_content()
        if block.locator(".prompt").count():
            assert copied and not copied.startswith("$"), "a prompt was copied"
        else:
            assert copied.rstrip("\n") == shown.rstrip("\n")
    page.context.close()


@check
def a_printed_chapter_has_all_steps_and_no_bar(browser):
    page = browser.page(CHAPTERS[0])
    page.emulate_media(media="print")
    assert page.locator("header.bar").is_hidden()
    for step in page.locator(".step").all():
        assert step.is_visible(), "print hides a step"
    for pre in page.locator("pre").all():
        cut = pre.evaluate("e => e.scrollWidth - e.clientWidth")
        assert cut <= 1, f"print cuts a line of code: {pre.text_content()[:60]}"
    with tempfile.TemporaryDirectory() as folder:
        page.pdf(path=folder + "/chapter.pdf", prefer_css_page_size=True)
        assert os.path.getsize(folder + "/chapter.pdf") > 20_000
    page.context.close()


@check
def every_link_leads_somewhere_and_every_id_is_unique(browser):
    ids = {}
    links = []
    for name in PAGES:
        page = browser.page(name, scripts=False)
        markup = page.content()
        page.context.close()
        found = re.findall(r'\sid="([^"]*)"', markup)
        twice = sorted({i for i in found if found.count(i) > 1})
        assert not twice, f"{name} has ids twice: {twice}"
        ids[name] = set(found)
        links += [(name, unquote(href)) for href in re.findall(r'href="([^"]*)"', markup)]
    for name, href in links:
        if re.match(r"https?:|mailto:|data:", href):
            continue
        target, _, anchor = href.partition("#")
        target = target or name
        assert os.path.exists(os.path.join(SITE, target)), f"{name} links to {href}"
        if anchor and target.endswith(".html"):
            assert anchor in ids[target], f"{name} links to {href}"


@check
def a_page_fits_its_budget(browser):
    for name in CHAPTERS:
        size = os.path.getsize(os.path.join(SITE, name))
        assert size <= 120 * 1024, f"{name} has {size} bytes"
    labs = [(os.path.basename(path), 44) for path in glob.glob(SITE + "/lab-*.js")]
    assert len(labs) >= 4
    live = [(os.path.basename(path), 200) for path in glob.glob(SITE + "/live-*.js")]
    for name, most in [("style.css", 25), ("book.js", 8), ("lab.js", 4), ("live.js", 4), ("search.js", 300)] + labs + live:
        size = os.path.getsize(os.path.join(SITE, name))
        assert size <= most * 1024, f"{name} has {size} bytes"


def main():
    failed = 0
    with sync_playwright() as playwright:
        browser = Browser(playwright)
        for function in CHECKS:
            name = function.__name__.replace("_", " ")
            try:
                function(browser)
                print(f"ok    {name}", flush=True)
            except Exception:
                failed += 1
                print(f"FAIL  {name}\n{traceback.format_exc(limit=-2)}", flush=True)
        browser.chromium.close()
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
