// The collectors' sources in the subset that a page can run: Embedded Swift for wasm, from the same files.
// What this cannot show: that a page runs them.

import Foundation
import Testing

@Test("the collectors compile as Embedded Swift for wasm, without a warning")
func embedded() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let memory = root.appending(path: "Sources/Memory")
  let files =
    FileManager.default.enumerator(atPath: memory.appending(path: "Collector").path)?
    .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted() ?? []
  #expect(files.count > 15)
  let object = FileManager.default.temporaryDirectory.appending(path: "collectors-\(UUID().uuidString).o")
  defer { try? FileManager.default.removeItem(at: object) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments =
    [
      "swiftc", "-enable-experimental-feature", "Embedded", "-wmo", "-O", "-parse-as-library",
      "-swift-version",
      "6", "-target", "wasm32-unknown-none-wasm", "-warnings-as-errors", "-module-name", "Collectors", "-I",
      memory.appending(path: "CCollector/include").path, "-I",
      memory.appending(path: "CPlatform/include").path,
      "-c", "-o", object.path,
    ] + files.map { memory.appending(path: "Collector/\($0)").path }
  let errors = Pipe()
  process.standardError = errors
  try process.run()
  let printed = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(printed)")
}
