// The solver and GoLite in the subset that a page can run: Embedded Swift for wasm, from the same files.
// What this cannot show: that a page runs them.

import Foundation
import Testing

@Test("the escape graph and GoLite compile as Embedded Swift for wasm, without a warning")
func embedded() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "Sources/Insight/EscapeGraph")
  let files =
    FileManager.default.enumerator(atPath: folder.path)?
    .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted() ?? []
  #expect(files.count > 25)
  let object = FileManager.default.temporaryDirectory.appending(path: "escape-\(UUID().uuidString).o")
  defer { try? FileManager.default.removeItem(at: object) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments =
    [
      "swiftc", "-enable-experimental-feature", "Embedded", "-wmo", "-Onone", "-parse-as-library",
      "-swift-version",
      "6", "-target", "wasm32-unknown-none-wasm", "-warnings-as-errors", "-package-name", "live-heap",
      "-module-name",
      "Escape", "-c", "-o", object.path,
    ] + files.map { folder.appending(path: $0).path }
  let errors = Pipe()
  process.standardError = errors
  try process.run()
  let printed = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(printed)")
}
