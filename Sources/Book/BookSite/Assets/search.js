// The Live Heap, made by lesson build. Search: what finds, and below it what is found. Loaded on first use.
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)]
  const make = (tag, props, ...inside) => { const e = document.createElement(tag); for (const k in props) k in e ? e[k] = props[k] : e.setAttribute(k, props[k]); e.append(...inside); return e }
  let index, words, dialog, ask, list, count
  const cjk = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+/gu
  const terms = text => {
    const found = []
    for (const run of text.match(cjk) || []) if (run.length === 1) found.push(run); else for (let i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2))
    return found.concat(text.replace(cjk, " ").toLowerCase().match(/[\p{L}\p{N}_]+/gu) || [])
  }
  const postings = word => { const sums = new Map(); let s = 0; for (const n of index.w[word]) { s += n >> 4; sums.set(s, n & 15) } return sums }
  const hits = query => {
    const asked = terms(query); let scores
    asked.forEach((term, i) => {
      const keys = i === asked.length - 1 && !/\s$/.test(query) ? words.filter(w => w.startsWith(term)) : term in index.w ? [term] : []
      const best = new Map()
      for (const key of keys) for (const [s, weight] of postings(key)) best.set(s, Math.max(best.get(s) || 0, key === term ? weight : weight * .7))
      const rarity = Math.log(1 + index.s.length / (best.size || 1)), next = new Map()
      for (const [s, weight] of best) if (!scores || scores.has(s)) next.set(s, (scores?.get(s) || 0) + weight * rarity)
      scores = next
    })
    return [...scores || []].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([s]) => index.s[s])
  }
  const marked = (text, asked) => {
    const any = new RegExp(`(${asked.map(t => (t.search(cjk) ? "(?<![\\p{L}\\p{N}])" : "") + t).join("|")})`, "giu")
    const from = Math.max(0, text.search(any) - 40), start = from && text.indexOf(" ", from) + 1
    const end = start + 160 < text.length ? text.lastIndexOf(" ", start + 160) : text.length, cut = end > start ? end : start + 160
    return (start ? "… " : "").concat(text.slice(start, cut), cut < text.length ? " …" : "").split(any).map((piece, i) => i % 2 ? make("mark", {}, piece) : piece)
  }
  const answer = () => {
    if (!index) return
    const query = ask.value.trim() && ask.value, asked = terms(query), found = query ? hits(query) : []
    list.replaceChildren(...found.slice(0, 30).map(([p, name, label, heading, text]) => make("li", {}, make("a", { href: index.p[p][0] + "#" + name },
      make("b", {}, ...marked(heading, asked)), ` · ${label === "Term" ? label : index.p[p][1]}`, make("small", {}, ...marked(text, asked))))))
    count.textContent = !query ? "" : found.length === 1 ? "1 section" : `${found.length || "No"} sections`
  }
  const open = () => {
    if (!dialog) {
      ask = make("input", { type: "text", role: "searchbox", id: "query", autocomplete: "off", spellcheck: false, oninput: answer }); list = make("ol"); count = make("p", { className: "count", role: "status" })
      dialog = make("dialog", { "aria-label": "Search" }, make("label", { htmlFor: "query" }, "Search the book"), ask, count, list); document.body.append(dialog)
      dialog.onclick = e => { if (e.target === dialog || e.target.closest("a")) dialog.close() }
      dialog.onkeydown = e => {
        const stops = [ask, ...$$("a", list)], step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
        if (step) { e.preventDefault(); stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus() }
        if (e.key === "Enter" && e.target === ask) $("a", list)?.click()
      }
    }
    dialog.showModal(); ask.select()
  }
  window.Search = { open, load(data) { index = data; words = Object.keys(data.w) } }
})()
