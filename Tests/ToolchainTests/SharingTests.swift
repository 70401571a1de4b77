// Sharing compiled programs: what a good store gives back, and that a damaged, lying or hostile one costs a compilation and
// never more. The HTTP side is tried on a real WebDAV server (nginx) and on servers that misbehave on purpose.

import Foundation
import Synchronization
import TestSupport
import Testing
import Toolchain

/// A store in memory, whose answers a test may change.
final class MemoryStore: SharedStore {
  let place = "memory"
  let kept = Mutex<[SharedName: [UInt8]]>([:])
  let change: @Sendable (SharedName, [UInt8]?) throws(SharedStoreFailure) -> [UInt8]?

  init(
    _ change: @escaping @Sendable (SharedName, [UInt8]?) throws(SharedStoreFailure) -> [UInt8]? = { $1 }
  ) { self.change = change }

  func read(_ name: SharedName, most: Int) throws(SharedStoreFailure) -> [UInt8]? {
    try change(name, kept.withLock { $0[name] })
  }

  func write(_ bytes: [UInt8], as name: SharedName) throws(SharedStoreFailure) {
    kept.withLock { $0[name] = bytes }
  }
}

/// A folder with one object to share.
private final class Desk {
  let folder = "/tmp/sharing-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
  let object = Array("an object's bytes \u{7F}\0\u{1}".utf8)
  let warning = CompilerDiagnostic.parse("a.md:3:5: warning: never used [unused]").diagnostics[0]
  let action = SHA256.hex(fields: ["one program"])
  var source: String { folder + "/main.o" }
  var target: String { folder + "/taken.o" }

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(object).write(to: URL(fileURLWithPath: source))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Gives through one and takes through the other.
  func pass(_ giver: SharedPrograms, _ taker: SharedPrograms) -> [CompilerDiagnostic]? {
    giver.give(action, source, [warning])
    return taker.take(action, to: target)
  }

  var taken: [UInt8]? { FileManager.default.contents(atPath: target).map(Array.init) }
}

@Suite("shared programs")
struct SharingTests {
  @Test("an object and what the compiler said come back as they were given")
  func roundTrip() throws {
    let desk = try Desk()
    let programs = SharedPrograms(MemoryStore())
    #expect(desk.pass(programs, programs) == [desk.warning])
    #expect(desk.taken == desk.object)
    #expect(programs.account == .init(taken: 1, written: 1))
  }

  @Test("what is not there is missing, and no refusal")
  func missing() throws {
    let desk = try Desk()
    let programs = SharedPrograms(MemoryStore())
    #expect(programs.take(desk.action, to: desk.target) == nil)
    #expect(programs.account == .init(missing: 1) && programs.notes.isEmpty)
  }

  @Test("read-only gives nothing")
  func readOnly() throws {
    let desk = try Desk()
    let store = MemoryStore()
    SharedPrograms(store, isReadOnly: true).give(desk.action, desk.source, [])
    let isEmpty = store.kept.withLock { $0.isEmpty }
    #expect(isEmpty)
  }

  @Test("every changed byte of an object, and every length but its own, is refused by its hash")
  func corruptedObject() throws {
    let desk = try Desk()
    let good = MemoryStore()
    SharedPrograms(good).give(desk.action, desk.source, [desk.warning])
    var variants = desk.object.indices.map { index in
      var bytes = desk.object
      bytes[index] ^= 1
      return bytes
    }
    variants += [[], Array(desk.object.dropLast()), desk.object + [0]]
    for bytes in variants {
      let store = MemoryStore { $0.kind == .content ? bytes : $1 }
      let entries = good.kept.withLock { $0 }
      store.kept.withLock { $0 = entries }
      let programs = SharedPrograms(store)
      #expect(programs.take(desk.action, to: desk.target) == nil && desk.taken == nil)
      #expect(programs.account.refusals.count == 1)
    }
  }

  @Test("a damaged entry is refused or names the same object; nothing crashes")
  func corruptedEntry() throws {
    let desk = try Desk()
    let good = MemoryStore()
    let secret = SharedPrograms(good, secret: "s")
    secret.give(desk.action, desk.source, [desk.warning])
    let name = try #require(SharedName(.action, desk.action))
    let found = good.kept.withLock { $0[name] }
    let entry = try #require(found)
    var generator = SeededGenerator(seed: 4)
    for turn in 0..<4000 {
      var bytes = entry
      if turn < entry.count {
        bytes = Array(entry.prefix(turn))
      } else {
        for _ in 0...Int.random(in: 0..<3, using: &generator) {
          bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
      }
      guard bytes != entry else { continue }
      good.kept.withLock { $0[name] = bytes }
      if let diagnostics = secret.take(desk.action, to: desk.target) {
        // A byte in a field that nobody reads may change.
        #expect(diagnostics == [desk.warning] && desk.taken == desk.object, "turn \(turn)")
      }
    }
  }

  @Test(
    "an entry without our seal, with another's, or moved from another program is refused when there is a secret"
  )
  func seals() throws {
    let desk = try Desk()
    let store = MemoryStore()
    let ours = SharedPrograms(store, secret: "ours")
    #expect(desk.pass(SharedPrograms(store), ours) == nil)
    #expect(desk.pass(SharedPrograms(store, secret: "theirs"), ours) == nil)
    #expect(desk.pass(ours, ours) == [desk.warning])
    let other = SHA256.hex(fields: ["another program"])
    let from = try #require(SharedName(.action, desk.action)), to = try #require(SharedName(.action, other))
    store.kept.withLock { $0[to] = $0[from] }
    #expect(ours.take(other, to: desk.target) == nil)
    // The first two in the same words.
    #expect(ours.account.refusals.count == 2 && ours.account.taken == 1)
  }

  @Test("a store that is gone is asked once")
  func lasting() throws {
    let desk = try Desk()
    let count = Atomic(0)
    let store = MemoryStore { _, _ throws(SharedStoreFailure) in
      count.add(1, ordering: .relaxed)
      throw SharedStoreFailure("gone", isLasting: true)
    }
    let programs = SharedPrograms(store)
    for _ in 0..<5 { #expect(programs.take(desk.action, to: desk.target) == nil) }
    #expect(count.load(ordering: .relaxed) == 1)
    #expect(programs.notes == ["gone; no more is asked of it in this run"])
  }

  @Test("a name is 64 hexadecimal digits and nothing that leads elsewhere")
  func names() {
    let good = String(repeating: "0af9", count: 16)
    #expect(SharedName(.content, good) != nil)
    for bad in [
      "", "../../etc/passwd", good.uppercased(), good + "0", String(good.dropLast()),
      String(good.dropLast(2)) + "/x",
    ] {
      #expect(SharedName(.content, bad) == nil, "\(bad)")
    }
  }

  @Test("an entry is an ActionResult as the protocol's definition says, byte for byte")
  func wire() {
    let hash = String(repeating: "ab", count: 32)
    let result = ActionResult(path: "main.o", hash: hash, size: 300, printed: Array("[]".utf8))
    // output_files = 2 { path = 1, digest = 2 { hash = 1, size_bytes = 2 } }, stdout_raw = 5; 300 is 0xAC 0x02.
    let digest: [UInt8] = [0x0A, 64] + Array(hash.utf8) + [0x10, 0xAC, 0x02]
    let file: [UInt8] = [0x0A, 6] + Array("main.o".utf8) + [0x12, UInt8(digest.count)] + digest
    #expect(result.encoded == [0x12, UInt8(file.count)] + file + [0x2A, 2] + Array("[]".utf8))
    #expect(ActionResult(result.encoded) == result)
    // A server may add fields that we do not know: exit_code = 4, a fixed64, a fixed32.
    let more: [UInt8] = [0x20, 0x01, 0x49, 1, 2, 3, 4, 5, 6, 7, 8, 0x55, 1, 2, 3, 4]
    #expect(ActionResult(more + result.encoded) == result)
  }
}

@Suite("a folder as store")
struct DirectoryStoreTests {
  @Test("it is laid out as Bazel's disk cache, and takes no oversized file for an entry")
  func layout() throws {
    let desk = try Desk()
    let store = DirectoryStore(desk.folder + "/store")
    let name = try #require(SharedName(.content, SHA256.hex(desk.object)))
    try store.write(desk.object, as: name)
    let path = "\(desk.folder)/store/cas/\(name.hash.prefix(2))/\(name.hash)"
    #expect(FileManager.default.contents(atPath: path).map(Array.init) == desk.object)
    #expect(try store.read(name, most: desk.object.count) == desk.object)
    #expect(throws: SharedStoreFailure.self) { try store.read(name, most: desk.object.count - 1) }
    #expect(try store.read(#require(SharedName(.action, name.hash)), most: 9) == nil)
  }

  @Test("many writers of one name leave one whole file")
  func writers() throws {
    let desk = try Desk()
    let store = DirectoryStore(desk.folder + "/store")
    let bytes = [UInt8](repeating: 7, count: 1 << 16)
    let name = try #require(SharedName(.content, SHA256.hex(bytes)))
    DispatchQueue.concurrentPerform(iterations: 64) { turn in
      try? store.write(bytes, as: name)
      #expect((try? store.read(name, most: 1 << 20)) == bytes, "turn \(turn)")
    }
    let left =
      FileManager.default.enumerator(atPath: desk.folder + "/store")?.compactMap { $0 as? String } ?? []
    #expect(left.filter { !["cas", "cas/\(name.hash.prefix(2))"].contains($0) }.count == 1, "\(left)")
  }
}
