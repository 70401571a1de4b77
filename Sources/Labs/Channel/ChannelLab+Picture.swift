// A channel as two queues and a ring: on the left who waits to send, each with its number; in the middle what is stored, the
// slot that comes next framed; on the right who waits to receive.
// Relies on: Svg.

#if canImport(Channels)
  import Channels
  import Figures
#endif

extension ChannelLab {
  /// Draws the channel as it is now.
  public func draw(_ size: FigureSize) -> Svg {
    let isWide = size == .wide
    var svg = Svg(width: size.width, height: isWide ? 128 : 272)
    describe(&svg)
    svg.beginDrawing()
    if isWide {
      drawSenders(x: 0, y: 32, &svg)
      drawRing(x: 246, y: 32, &svg)
      drawReceivers(x: 430, y: 32, &svg)
    } else {
      drawSenders(x: 0, y: 32, &svg)
      drawRing(x: 0, y: 112, &svg)
      drawReceivers(x: 0, y: 192, &svg)
    }
    svg.rectangle(x: 0, y: isWide ? 94 : 240, width: size.width, height: 1, "rule")
    svg.beginLabel(x: 0, y: isWide ? 118 : 264, "lab")
    svg.text(machine.isClosed ? "closed" : "open")
    svg.endLabel()
    svg.beginLabel(x: isWide ? 246 : 84, y: isWide ? 118 : 264, "lab")
    svg.text("last received: ")
    if lastReceived == 0 { svg.text("nothing") } else { svg.number(lastReceived) }
    svg.endLabel()
    svg.end()
    return svg
  }

  private func head(_ words: StaticString, x: Int, y: Int, _ svg: inout Svg) {
    svg.label(x: x, y: y - 14, "head", words)
  }

  private func drawBox(_ number: Int, x: Int, y: Int, _ style: StaticString, _ svg: inout Svg) {
    svg.rectangle(x: x, y: y, width: 36, height: 36, style)
    svg.label(x: x + 18, y: y + 23, "lab mid", number)
  }

  // The next to be served stands beside the ring.
  private func drawSenders(x: Int, y: Int, _ svg: inout Svg) {
    head("wait to send", x: x, y: y, &svg)
    svg.cells(Self.mostTasks, x: x, y: y, size: 36, pitch: 42, "cell")
    for (place, waiting) in machine.senders.sleeping.enumerated() {
      drawBox(waiting.1, x: x + (Self.mostTasks - 1 - place) * 42, y: y, "held", &svg)
    }
  }

  private func drawRing(x: Int, y: Int, _ svg: inout Svg) {
    head(machine.capacity == 0 ? "no ring: they meet" : "the ring", x: x, y: y, &svg)
    svg.cells(machine.capacity, x: x, y: y, size: 36, pitch: 48, "span")
    for slot in 0..<machine.capacity {
      guard let number = machine.element(inSlot: slot) else { continue }
      drawBox(number, x: x + slot * 48, y: y, slot == machine.firstSlot ? "fresh" : "held", &svg)
    }
  }

  private func drawReceivers(x: Int, y: Int, _ svg: inout Svg) {
    head("wait to receive", x: x, y: y, &svg)
    svg.cells(Self.mostTasks, x: x, y: y, size: 36, pitch: 42, "cell")
    for (place, task) in machine.receivers.sleeping.enumerated() {
      svg.rectangle(x: x + place * 42, y: y, width: 36, height: 36, "free")
      svg.beginLabel(x: x + place * 42 + 18, y: y + 23, "lab mid")
      svg.text("t")
      svg.number(task.number)
      svg.endLabel()
    }
  }

  private func describe(_ svg: inout Svg) {
    svg.text(machine.isClosed ? "A closed channel. " : "An open channel. ")
    svg.number(machine.senders.queued)
    svg.text(" wait to send, ")
    svg.number(machine.count)
    svg.text(" of ")
    svg.number(machine.capacity)
    svg.text(" places are taken, ")
    svg.number(machine.receivers.queued)
    svg.text(" wait to receive.")
  }
}
