// The memory map as a drawing: whatever the addresses are, labels stay in the picture and apart, and the bytes repeat.
// What this cannot show: whether it is beautiful; look at it.

import Figures
import Foundation
import TestSupport
import Testing

private func state(_ generator: inout SeededGenerator) -> MemoryMapState {
  let regions = (0..<Int.random(in: 0...6, using: &generator)).map { index in
    MemoryMapState.Region(
      name: Array("region \(index)".utf8), start: UInt(index) << 40, end: UInt(index) << 40 + 4096)
  }
  let values = (0..<Int.random(in: 0...12, using: &generator)).map { index in
    // Addresses often equal or next to each other.
    let address = 0x7ffd_0000_0000 + UInt.random(in: 0...3, using: &generator) * 8
    return MemoryMapState.Value(
      name: Array(["a", "any P, 32 B", "actor Counter", "<&\">"][index % 4].utf8), size: index * 8,
      address: address,
      content: Bool.random(using: &generator)
        ? 0x5500_0000_0000 + UInt.random(in: 0...2, using: &generator) : nil,
      contentBytes: 120, allocations: 1)
  }
  return MemoryMapState(regions: regions, values: values)
}

/// A label's box, by an estimate of its width.
private struct Label {
  var text: String
  var left: Double
  var right: Double
  var y: Int
}

private func labels(_ svg: String) -> [Label] {
  svg.matches(of: /<text class="([^"]*)" x="(-?\d+)" y="(-?\d+)">([^<]*)<\/text>/).compactMap { match in
    guard let x = Double(match.2), let y = Int(match.3) else { return nil }
    let text = String(match.4).replacing(/&[a-z]+;/, with: "x")
    let width = Double(text.count) * (match.1.hasPrefix("head") ? 6.6 : 7.4)
    let isEnd = match.1.contains("end")
    return Label(text: text, left: isEnd ? x - width : x, right: isEnd ? x : x + width, y: y)
  }
}

@Test("labels stay in the picture and do not run into each other", arguments: [FigureSize.wide, .narrow])
func geometry(_ size: FigureSize) {
  var generator = SeededGenerator(seed: 4)
  for _ in 0..<300 {
    let state = state(&generator)
    let svg = String(
      decoding: MemoryMapFigure.draw(state, step: state.values.count, size: size).bytes, as: UTF8.self)
    let box = svg.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/)
    let height = box.flatMap { Int($0.2) } ?? 0
    let all = labels(svg)
    #expect(all.count == svg.matches(of: /<text/).count)
    for (index, label) in all.enumerated() {
      #expect(label.left >= 0 && label.right <= Double(size.width) + 1, "\(label)")
      #expect(label.y > 0 && label.y <= height, "\(label)")
      for other in all[(index + 1)...] where abs(other.y - label.y) < 10 {
        #expect(label.right <= other.left || other.right <= label.left, "\(label) and \(other)")
      }
    }
  }
}

@Test("a picture is well formed, without ids and colors, escapes names, and is the same twice")
func markup() throws {
  var generator = SeededGenerator(seed: 9)
  for _ in 0..<100 {
    let state = state(&generator)
    for step in 0..<MemoryMapFigure.steps(of: state) {
      let bytes = MemoryMapFigure.draw(state, step: step, size: .wide).bytes
      #expect(bytes == MemoryMapFigure.draw(state, step: step, size: .wide).bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(XMLCheck.isWellFormed(text), "\(text)")
      #expect(!text.contains(" id=") && !text.contains("fill=") && !text.contains("font"))
      #expect(!MemoryMapFigure.words(state, step: step).isEmpty)
    }
  }
}

@Test("the module compiles as Embedded Swift for wasm32")
func embedded() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "Sources/Figures").path
  let sources = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    .sorted()
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments =
    [
      "swiftc", "-target", "wasm32-unknown-none-wasm", "-enable-experimental-feature", "Embedded", "-wmo",
      "-Osize",
      "-parse-as-library", "-swift-version", "6", "-Xfrontend", "-disable-stack-protector", "-c", "-o",
      NSTemporaryDirectory() + "figures-\(getpid()).o",
    ] + sources.map { folder + "/" + $0 }
  let errors = Pipe()
  process.standardError = errors
  try process.run()
  let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(text)")
}
