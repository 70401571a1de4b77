// A live block as wasm: the bytes that a check runs are the bytes that every page gets, and all that they ask of whoever runs
// them is a way to write. What this cannot show: that a browser runs them; Tests/Browser does.

import Foundation
import TestSupport
import Testing
import Toolchain

@Suite struct LiveImageTests {
  private static func image(_ source: String) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "live \(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let toolchain = try Toolchain.locate(path: ProcessInfo.processInfo.environment["PATH"] ?? "", memory: nil)
    let image = try toolchain.makeLiveImage(source, in: folder)
    let file = try #require(image.file)
    return try Data(contentsOf: URL(fileURLWithPath: file))
  }

  @Test("its bytes do not depend on the folder, and it imports fd_write alone")
  func bytes() throws {
    let source = "final class N { deinit { print(\"gone\", 1) } }\nvar n: N? = N()\nn = nil\n"
    let image = try Self.image(source)
    #expect(try Self.image(source) == image)
    #expect(image.prefix(4) == Data([0, 97, 115, 109]))
    let name = Data("wasi_snapshot_preview1".utf8)
    #expect(image.ranges(of: name).count == 1 && image.range(of: Data("fd_write".utf8)) != nil)
    #expect(image.range(of: Data(NSTemporaryDirectory().utf8)) == nil, "a folder's name is in it")
  }
}
