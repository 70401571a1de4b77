// The formats: what is written can be read back, by us and by programs that others wrote, and no file of any content does harm.

import Foundation
import Pprof
import TestSupport
import Testing
import Toolchain

@Suite("Profiles as files") struct PprofTests {
  static func random(_ seed: UInt64) -> Profile {
    var random = SeededGenerator(seed: seed)
    var profile = Profile(
      valueTypes: [.init("alloc_space", "bytes"), .init("inuse_space", "bytes")], shownType: "inuse_space",
      periodType: .init("space", "bytes"))
    profile.time = Int.random(in: 0...1 << 60, using: &random)
    profile.period = Int.random(in: 0...1 << 40, using: &random)
    for index in 0..<Int.random(in: 1...3, using: &random) {
      profile.mappings.append(
        .init(start: UInt64(index + 1) << 40, limit: UInt64(index + 1) << 40 + 9999, file: "/bin/m\(index)"))
    }
    for index in 0..<Int.random(in: 1...20, using: &random) {
      let mapping = Int.random(in: profile.mappings.indices, using: &random)
      let frames = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        let name = random.text(of: ["a", "é", "f(_:)", ";", " ", "<T>", "\n"], upTo: 5)
        return Profile.Frame(
          function: name, linkName: "$s" + name, file: random.text(of: ["/x.swift", ""], upTo: 1),
          line: Int.random(in: 0...99, using: &random))
      }
      profile.locations.append(
        .init(address: profile.mappings[mapping].start + UInt64(index), mapping: mapping, frames: frames))
    }
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      profile.samples.append(
        .init(
          stack: (0..<Int.random(in: 0...8, using: &random)).map { _ in
            Int.random(in: profile.locations.indices, using: &random)
          },
          values: [Int.random(in: 0...1 << 50, using: &random), Int.random(in: -5...5, using: &random)]))
    }
    return profile
  }

  @Test(
    "what is written reads back the same, and equal profiles give equal bytes", arguments: UInt64(1)...100)
  func roundTrip(_ seed: UInt64) throws {
    let profile = Self.random(seed)
    #expect(try Profile(decoding: profile.encoded()) == profile)
    #expect(try Profile(decoding: Gzip.stored(profile.encoded())) == profile)
    #expect(profile.encoded() == Self.random(seed).encoded())
  }

  @Test("a file that is cut off or changed is refused or read, and never a crash", arguments: UInt64(1)...20)
  func damaged(_ seed: UInt64) {
    let bytes = Gzip.stored(Self.random(seed).encoded())
    var random = SeededGenerator(seed: seed)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: UnreadableProfile.self) { try Profile(decoding: Array(bytes[..<length])) }
    }
    let message = Self.random(seed).encoded()
    for _ in 0..<300 {
      var changed = message
      changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      _ = try? Profile(decoding: changed)
    }
  }

  @Test("gunzip unpacks what was stored", arguments: [0, 1, 65535, 65536, 200_000])
  func gunzip(_ count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = FileManager.default.temporaryDirectory.appending(path: "gzip-\(getpid())-\(count).gz").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(Gzip.stored(content)).write(to: URL(fileURLWithPath: file))
    let result = try ChildProcess("/bin/gzip", ["-dc", file]).run()
    #expect(result.ending == .exit(0))
    #expect(result.standardOutput == content)
  }

  @Test("folded stacks have a line for each stack, outermost first, and sum up to the total")
  func folded() {
    for seed in UInt64(1)...50 {
      var profile = Self.random(seed)
      for index in profile.samples.indices { profile.samples[index].values[1] = index }
      let lines = profile.foldedStacks(of: "inuse_space").split(separator: "\n")
      let sums = lines.compactMap { Int($0.split(separator: " ").last ?? "") }
      #expect(sums.count == lines.count)
      #expect(sums.reduce(0, +) == profile.total(of: "inuse_space"))
      #expect(Set(lines.map { $0.prefix(upTo: $0.lastIndex(of: " ")!) }).count == lines.count)
    }
    var profile = Self.random(1)
    profile.locations = ["inner;x", "outer"].enumerated().map {
      .init(
        address: UInt64($0.offset), mapping: nil,
        frames: [.init(function: $0.element, linkName: "", file: "", line: 0)])
    }
    profile.samples = [.init(stack: [0, 1], values: [0, 7])]
    #expect(profile.foldedStacks(of: "inuse_space") == "outer;inner:x 7\n")
  }
}
