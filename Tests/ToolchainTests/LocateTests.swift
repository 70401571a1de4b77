// Finding a toolchain: a made-up one, whose frontend counts how often it is asked.

import Foundation
import Testing
import Toolchain

/// A folder `usr/bin` with scripts for programs.
private final class FakeToolchain {
  let folder: String
  var bin: String { folder + "/usr/bin" }
  var memory: String { folder + "/memory" }

  init(_ names: [String]) throws {
    folder = try Interrupts.makeFolder(
      under: FileManager.default.temporaryDirectory.path + "/toolchain-tests")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    for name in names { try script(name, "exit 0") }
  }

  deinit { Interrupts.removeFolder(folder) }

  func script(_ name: String, _ body: String) throws {
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: "\(bin)/\(name)"))
    chmod("\(bin)/\(name)", 0o755)
  }

  func version(_ words: String) throws {
    try script(
      "swift-frontend",
      "echo asked >> \(folder)/asked\necho 'Swift version 6.3.1 (\(words))'\necho 'Target: x86_64-unknown-linux-gnu'"
    )
  }

  var timesAsked: Int {
    let text = try? String(contentsOfFile: folder + "/asked", encoding: .utf8)
    return text?.split(separator: "\n").count ?? 0
  }
}

private func missing(_ fake: FakeToolchain) throws -> Toolchain.Missing? {
  #expect(throws: Toolchain.Missing.self) { try Toolchain.locate(path: fake.bin, memory: nil) }
}

@Test("without swiftc in PATH the remedy is to install Swift")
func noCompiler() throws {
  let error = try missing(FakeToolchain(["ld.gold"]))
  #expect(error?.message == "there is no swiftc in PATH")
  #expect(error?.remedy.contains("swift.org/install") == true)
}

@Test("without a linker the remedy is to install binutils")
func noLinker() throws {
  let error = try missing(FakeToolchain(["swiftc", "swift-frontend"]))
  #expect(error?.remedy == "apt-get install binutils")
}

@Test("without a frontend beside swiftc the toolchain is not complete")
func noFrontend() throws {
  #expect(try missing(FakeToolchain(["swiftc", "ld.gold"]))?.remedy == "use a complete Swift toolchain")
}

@Test("gold is taken before bfd and lld")
func linkers() throws {
  let fake = try FakeToolchain(["swiftc", "ld.lld", "ld.bfd"])
  try fake.version("swift-6.3.1-RELEASE")
  #expect(try Toolchain.locate(path: fake.bin, memory: nil).linker == fake.bin + "/ld.bfd")
  try fake.script("ld.gold", "exit 0")
  #expect(try Toolchain.locate(path: fake.bin, memory: nil).linker == fake.bin + "/ld.gold")
}

@Test("the frontend is asked for its name once, and again when it has changed")
func identity() throws {
  let fake = try FakeToolchain(["swiftc", "ld.gold"])
  try fake.version("swift-6.3.1-RELEASE")
  for _ in 0..<3 {
    let toolchain = try Toolchain.locate(path: fake.bin, memory: fake.memory)
    #expect(toolchain.identity == "swift-6.3.1-RELEASE x86_64-unknown-linux-gnu")
  }
  #expect(fake.timesAsked == 1)
  try fake.version("swift-6.3.12-RELEASE")
  #expect(
    try Toolchain.locate(path: fake.bin, memory: fake.memory).identity
      == "swift-6.3.12-RELEASE x86_64-unknown-linux-gnu")
  #expect(fake.timesAsked == 2)
}

@Test("links to swiftc are followed to the toolchain")
func links() throws {
  let fake = try FakeToolchain(["swiftc", "ld.gold"])
  try fake.version("swift-6.3.1-RELEASE")
  let other = fake.folder + "/other"
  try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
  symlink(fake.bin + "/swiftc", other + "/swiftc")
  let toolchain = try Toolchain.locate(path: "\(other):\(fake.bin)", memory: nil)
  #expect(toolchain.folder == fake.folder + "/usr")
}
