// The Live Heap, made by lesson build. Labs: the book's own code as wasm, in a reader's hands. When it is missing, damaged or
// fails, the recorded steps stay, or come back.
window.Lab = {
  async define(name, base64) {
    for (const figure of document.querySelectorAll(`figure[data-lab="${name}"]`)) try {
      const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
      const { instance: { exports: lab } } = await WebAssembly.instantiate(bytes, {})
      Lab.drive(figure, lab)
    } catch {}
  },

  drive(figure, lab) {
    const stage = document.createElement("div"), say = document.createElement("p")
    const pictures = ["wide", "narrow"].map(width => Object.assign(document.createElement("div"), { className: width }))
    const sentences = [...figure.querySelectorAll(".events li")].map(li => li.textContent)
    const controls = figure.querySelector("template").content.cloneNode(true)
    const selects = [...controls.querySelectorAll("select")], recorded = controls.querySelector(".recorded")
    let count = 0
    stage.className = "stage"; say.setAttribute("aria-live", "polite")

    // The picture's UTF-8 is copied out at once: the next call moves it, and the memory may grow.
    const picture = narrow => { const at = lab.figure(narrow); return new TextDecoder().decode(new Uint8Array(lab.memory.buffer, at, lab.figureCount())) }
    const show = event => { pictures.forEach((div, narrow) => div.innerHTML = picture(narrow)); say.textContent = (count ? count + ". " : "") + sentences[event] }
    const give = () => { figure.classList.remove("driven"); stage.remove() }
    const act = work => () => { try { show(work()) } catch { give() } }
    const step = kind => {
      const operands = [0, 0, 0]
      for (const select of selects) operands[select.dataset.operand] = select.selectedIndex
      count++
      return lab.step(kind, ...operands)
    }
    const reset = () => { count = 0; lab.reset(); return 0 }
    for (const button of controls.querySelectorAll("[data-kind]")) button.onclick = act(() => step(+button.dataset.kind))
    controls.querySelector(".reset").onclick = act(reset)
    recorded.onclick = () => recorded.setAttribute("aria-pressed", !figure.classList.toggle("driven"))
    show(reset())
    stage.append(...pictures, say, controls)
    figure.prepend(stage); figure.classList.add("driven")
    figure.lab = lab
  }
}
