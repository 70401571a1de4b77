// The Live Heap, made by lesson build. Everything here adds; without it the page reads the same.
// One classic script: modules and fetch do not load from file://.
(() => {
  const root = document.documentElement, $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)]
  const store = { get(k) { try { return localStorage.getItem("live-heap." + k) } catch { return null } }, set(k, v) { try { localStorage.setItem("live-heap." + k, v) } catch {} } }
  const make = (tag, props, ...inside) => { const e = document.createElement(tag); for (const k in props) k in e ? e[k] = props[k] : e.setAttribute(k, props[k]); e.append(...inside); return e }
  root.classList.add("js")

  // Theme: the system's until the reader chooses; the page's head sets a chosen one before anything is painted.
  const flip = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
    store.set("theme", root.dataset.theme = dark ? "light" : "dark")
  }
  const find = make("button", { type: "button", id: "find", "aria-keyshortcuts": "/" }, "Search")
  find.onclick = () => search()
  $(".bar .push")?.append(find, make("button", { type: "button", id: "theme", "aria-keyshortcuts": "t", onclick: flip }, "Theme"))

  // Copy: the source exactly, a transcript's commands without their prompts.
  if (navigator.clipboard) for (const block of $$(".block:not(.fails)")) {
    const button = make("button", { className: "copy", type: "button" }, "copy")
    button.onclick = async () => {
      const text = $$("pre.src", block).map(pre => { const c = $("code", pre).cloneNode(true); $$(".prompt", c).forEach(p => p.remove()); return c.textContent }).join("\n")
      try { await navigator.clipboard.writeText(text); button.textContent = "copied" } catch { button.textContent = "not allowed" }
      setTimeout(() => button.textContent = "copy", 1500)
    }
    const way = $(".way", block) || make("span", { className: "way" }); way.append(button)
    if (!way.parentNode) block.append(make("div", { className: "prov" }, way))
  }

  // Steppers over a static sequence.
  for (const figure of $$(".fig[data-steps]")) {
    const steps = $$(".step", figure), say = make("span", { "aria-live": "polite" }); let at = 0
    const button = (text, onclick) => make("button", { type: "button", onclick }, text)
    const show = i => { at = i; steps.forEach((s, j) => s.classList.toggle("on", i === j)); back.disabled = i === 0; next.disabled = i === steps.length - 1; say.textContent = `step ${i + 1} of ${steps.length}` }
    const back = button("← back", () => show(at - 1)), next = button("next →", () => show(at + 1))
    const all = button("all steps", () => { const on = !figure.classList.toggle("stepped"); all.setAttribute("aria-pressed", on); back.disabled = on || at === 0; next.disabled = on || at === steps.length - 1; say.textContent = on ? "" : `step ${at + 1} of ${steps.length}` })
    all.setAttribute("aria-pressed", "false")
    const row = make("div", { className: "ctl", role: "group", "aria-label": "Steps" }, back, next, say, all)
    row.onkeydown = e => {
      const to = { ArrowRight: next, ArrowLeft: back }[e.key]
      if (!to || e.ctrlKey || e.metaKey || e.altKey) return
      e.preventDefault(); if (!to.disabled) to.click()
      if (document.activeElement === document.body) all.focus()
      if (document.activeElement.disabled) (to === next ? back : next).focus()
    }
    $("ol", figure).after(row); figure.classList.add("stepped"); show(0)
  }

  // Terms and footnotes on hover or focus; the link itself works without this.
  let pop, timer
  const hide = () => { clearTimeout(timer); pop?.from.removeAttribute("aria-describedby"); pop?.remove(); pop = undefined }
  const hideSoon = () => { clearTimeout(timer); timer = setTimeout(hide, 200) }
  for (const link of $$("a.term, a.fn")) {
    const open = () => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1))); if (!target) return
      hide(); pop = make("div", { className: "pop", role: "tooltip", id: "pop", onmouseenter: () => clearTimeout(timer), onmouseleave: hideSoon })
      pop.append(...[...target.cloneNode(true).childNodes]); $$("[id]", pop).forEach(e => e.removeAttribute("id")); $$(".back", pop).forEach(e => e.remove())
      pop.from = link; document.body.append(pop); link.setAttribute("aria-describedby", "pop")
      const box = link.getBoundingClientRect(), under = box.bottom + 6 + pop.offsetHeight < innerHeight
      pop.style.top = scrollY + (under ? box.bottom + 6 : Math.max(4, box.top - pop.offsetHeight - 6)) + "px"
      pop.style.left = Math.max(8, Math.min(box.left, root.clientWidth - pop.offsetWidth - 8)) + "px"
    }
    link.onmouseenter = link.onfocus = open; link.onmouseleave = link.onblur = hideSoon
  }

  // Reading marks: a section is gray once seen, black once its end has been on screen.
  const page = location.pathname.split("/").pop() || "index.html"
  let marks = {}; try { marks = JSON.parse(store.get("marks")) || {} } catch {}
  const paint = () => $$(".map a").forEach(a => { const [file, id] = a.getAttribute("href").split("#"), m = marks[(file || page) + "#" + id]; a.classList.toggle("grey", m === 1); a.classList.toggle("black", m === 2) })
  const mark = (id, m) => { const k = page + "#" + id; if ((marks[k] || 0) < m) { marks[k] = m; store.set("marks", JSON.stringify(marks)); paint() } }
  if ("IntersectionObserver" in window && $(".rail")) {
    const seen = new IntersectionObserver(list => list.forEach(({ isIntersecting, target: { id } }) => { if (isIntersecting) { mark(id, 1)
      $$(".rail a").forEach(a => decodeURIComponent(a.hash) === "#" + id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current")) } }), { rootMargin: "-20% 0px -60%" })
    const done = new IntersectionObserver(list => list.forEach(e => e.isIntersecting && mark(e.target.closest("section").id, 2)))
    $$("main > section[id]").forEach(s => { seen.observe(s); if (s.lastElementChild) done.observe(s.lastElementChild) })
  }
  paint()

  // Search: a script with its index, loaded on first use.
  const search = () => {
    if (window.Search) return Search.open()
    if ($("script[src='search.js']")) return
    document.head.append(make("script", { src: "search.js", onload: () => Search.open(), onerror: e => { e.target.remove(); find.textContent = "No index" } }))
  }

  // Keys: never with a modifier, never while typing or inside code, a figure's controls or a dialog.
  const help = () => {
    const rows = [["/", "search"], ["t", "light or dark"], ["←  →", "chapter before, chapter after"], ["?", "this help"], ["Esc", "close"]]
    const on = make("input", { type: "checkbox", checked: store.get("keys") !== "off", onchange: () => store.set("keys", on.checked ? "on" : "off") })
    const box = make("dialog", { className: "keys", "aria-labelledby": "keys-title", onclose: () => box.remove() }, make("h2", { id: "keys-title" }, "Keys"),
      make("dl", {}, ...rows.flatMap(([k, what]) => [make("dt", {}, make("kbd", {}, k)), make("dd", {}, what)])),
      make("p", {}, make("label", {}, on, "Single keys work"), make("button", { type: "button", onclick: () => box.close() }, "Close")))
    document.body.append(box); box.showModal()
  }
  $(".bar .push")?.append(make("button", { type: "button", id: "keys", "aria-label": "Keys", onclick: help }, "?"))
  addEventListener("keydown", e => {
    if (e.key === "Escape") hide()
    if (e.ctrlKey || e.metaKey || e.altKey || store.get("keys") === "off" || e.target.closest?.("input, textarea, select, .ctl, dialog, pre, [contenteditable]")) return
    const act = { "/": search, t: flip, "?": help, ArrowLeft: () => $("a[rel=prev]")?.click(), ArrowRight: () => $("a[rel=next]")?.click() }[e.key]
    if (act) { e.preventDefault(); act() }
  })
})()
