// TemporaryFolder: files for one test, and a place beside them that lies outside.
// Relies on nothing but Foundation.

import Foundation

/// A folder that is gone when the test is over. What a test reads stands in `in`, so that there is an outside.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "files-tests-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path + "/in", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
}
