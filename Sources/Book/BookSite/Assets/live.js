// The Live Heap, made by lesson build. Live blocks: the program that the check ran, run where it is read, in a worker that has
// two seconds. Its script is loaded when the button is pressed.
(() => {
  const make = (tag, props, ...inside) => { const e = Object.assign(document.createElement(tag), props); e.append(...inside); return e }
  const bytes = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0)), loaded = {}
  window.Live = { define(path, image, output) { try { loaded[path] = { image: bytes(image), output: new TextDecoder().decode(bytes(output)) } } catch {} } }

  // All that the program can do is write; what it wrote comes back at its end, also when that is a trap.
  const work = `onmessage = async ({ data }) => {
    let memory, text = "", failure
    const decoder = new TextDecoder()
    const fd_write = (file, vectors, count, written) => {
      const view = new DataView(memory.buffer); let sum = 0
      for (let i = 0; i < count; i++) {
        const at = view.getUint32(vectors + 8 * i, true), size = view.getUint32(vectors + 8 * i + 4, true)
        text += decoder.decode(new Uint8Array(memory.buffer, at, size), { stream: true }); sum += size
      }
      if (text.length > 1e6) throw "it prints without end"
      view.setUint32(written, sum, true)
      return 0
    }
    try {
      const { instance } = await WebAssembly.instantiate(data, { wasi_snapshot_preview1: { fd_write } })
      memory = instance.exports.memory; instance.exports._start()
    } catch (error) { failure = String(error) }
    postMessage({ text, failure })
  }`
  const run = image => new Promise(done => {
    const address = URL.createObjectURL(new Blob([work], { type: "text/javascript" }))
    const worker = new Worker(address), end = result => { clearTimeout(timer); worker.terminate(); URL.revokeObjectURL(address); done(result) }
    const timer = setTimeout(() => end({ text: "", failure: "it had not ended after 2 seconds and was stopped" }), 2000)
    worker.onmessage = ({ data }) => end(data)
    worker.onerror = () => end({ text: "", failure: "this browser starts no worker here" })
    worker.postMessage(image)
  })
  const load = path => loaded[path] ? Promise.resolve() : new Promise((done, failed) =>
    document.head.append(make("script", { src: path, onload: done, onerror: e => { e.target.remove(); failed() } })))

  for (const block of document.querySelectorAll(".block[data-live]")) {
    const path = block.dataset.live, say = make("p", { className: "status" })
    const out = make("pre", { className: "out", tabIndex: 0, hidden: true }), samp = make("samp")
    const button = make("button", { className: "copy", type: "button" }, "run here")
    say.setAttribute("role", "status")
    out.dataset.label = "here"; out.setAttribute("aria-label", "Output in this browser"); out.append(samp)
    button.onclick = async () => {
      button.disabled = true; say.textContent = ""
      try {
        await load(path)
        const { image, output } = loaded[path], { text, failure } = await run(image)
        samp.textContent = text.replace(/\n$/, ""); out.hidden = !text
        say.textContent = failure ? `In this browser: ${failure}.` : text === output ? "Run in this browser: the same output." : "Run in this browser: other output than above."
      } catch { say.textContent = `It cannot be run here: ${path} is missing or damaged.` }
      button.disabled = false
    }
    block.querySelector(".way").append(button)
    block.append(make("div", { className: "ran" }, out, say))
  }
})()
