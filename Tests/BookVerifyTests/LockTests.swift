// LockTests: the record of what blocks did, and writing a file whole or not at all.
// Relies on: AtomicWrite's seam, through which the n-th call fails; ChapterPlan for keys.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Synchronization
import Testing

/// A folder that is gone when the test is over.
private final class Folder: Sendable {
  let path: String
  init() throws {
    path = NSTemporaryDirectory() + "lock-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
  func read(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: path + "/" + name).map(Array.init) ?? []
  }
  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}

/// Calls whose one kind fails with a code.
private func failing(_ call: String, _ code: Int32) -> WriteCalls {
  var calls = WriteCalls()
  switch call {
  case "open":
    calls.open = { _, _, _ in
      errno = code; return -1
    }
  case "write":
    calls.write = { _, _ in
      errno = code; return -1
    }
  case "synchronize":
    calls.synchronize = { _ in
      errno = code; return -1
    }
  case "close":
    calls.close = {
      close($0); errno = code; return -1
    }
  default:
    calls.rename = { _, _ in
      errno = code; return -1
    }
  }
  return calls
}

@Suite("Writing whole or not at all")
struct AtomicWriteTests {
  @Test(
    "a call that fails leaves the old file and nothing beside it",
    arguments: ["open", "write", "synchronize", "close", "rename"])
  func everyCall(_ call: String) throws {
    let folder = try Folder()
    try folder.write("a", "old")
    let failure = #expect(throws: AtomicWrite.Failure.self) {
      try AtomicWrite(calls: failing(call, ENOSPC)).replace(folder.path + "/a", with: Array("new".utf8))
    }
    #expect(failure?.remedy.contains("make room") == true)
    #expect(failure?.path == folder.path + "/a")
    #expect(folder.read("a") == Array("old".utf8))
    #expect(folder.names == ["a"])
  }

  @Test("a disk that takes a byte at a time and interrupts between still gets the whole file")
  func shortWrites() throws {
    let folder = try Folder()
    var calls = WriteCalls()
    let count = Atomic(0)
    let real = calls.write
    calls.write = { descriptor, bytes in
      guard count.add(1, ordering: .relaxed).newValue % 2 == 0 else { errno = EINTR; return -1 }
      return real(descriptor, bytes.prefix(1))
    }
    try AtomicWrite(calls: calls).replace(folder.path + "/a", with: Array("whole".utf8))
    #expect(folder.read("a") == Array("whole".utf8))
  }

  @Test(
    "until the rename the old file stands, so that death at any call before leaves it, and at any after the new"
  )
  func death() throws {
    let folder = try Folder()
    try folder.write("a", "old")
    let path = folder.path + "/a"
    var calls = WriteCalls()
    let seen = Mutex<[String]>([])
    let log: @Sendable (String) -> Void = { name in
      let now =
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "gone"
      seen.withLock { $0.append("\(name) \(now)") }
    }
    let real = calls
    calls.open = {
      log("open"); return real.open($0, $1, $2)
    }
    calls.write = {
      log("write"); return real.write($0, $1)
    }
    calls.synchronize = {
      log("synchronize"); return real.synchronize($0)
    }
    calls.close = {
      log("close"); return real.close($0)
    }
    calls.rename = {
      log("rename"); return real.rename($0, $1)
    }
    try AtomicWrite(calls: calls).replace(path, with: Array("new".utf8))
    #expect(
      seen.withLock { $0 } == [
        "open old", "write old", "synchronize old", "close old", "rename old", "open new", "synchronize new",
        "close new",
      ])
  }

  @Test(
    "a full disk leaves the old file whole", .enabled(if: getuid() == 0, "mounting a small disk wants root"))
  func fullDisk() throws {
    let folder = try Folder()
    let disk = folder.path + "/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard mount("tmpfs", disk, "tmpfs", 0, "size=64k") == 0 else {
      withKnownIssue("no disk could be mounted here") { Issue.record("errno \(errno)") }
      return
    }
    defer { umount(disk) }
    try folder.write("disk/a", "old")
    let failure = #expect(throws: AtomicWrite.Failure.self) {
      try AtomicWrite().replace(disk + "/a", with: [UInt8](repeating: 65, count: 1 << 20))
    }
    #expect(failure?.remedy.contains("make room") == true)
    #expect(folder.read("disk/a") == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["a"])
  }

  @Test("a draft that a killed write left behind does not stop the next write")
  func leftover() throws {
    let folder = try Folder()
    try folder.write("a", "old")
    try folder.write("a.\(getpid()).draft", "half")
    try AtomicWrite().replace(folder.path + "/a", with: Array("new".utf8))
    #expect(folder.read("a") == Array("new".utf8))
    #expect(folder.names == ["a"])
  }

  @Test("a symbolic link stays a link and its target is replaced")
  func link() throws {
    let folder = try Folder()
    try folder.write("target", "old")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "target")
    try AtomicWrite().replace(folder.path + "/link", with: Array("new".utf8))
    #expect(folder.read("target") == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link") == "target")
  }

  @Test("the mode is kept, whatever the mask says", arguments: [0o600, 0o664, 0o755] as [mode_t])
  func mode(_ mode: mode_t) throws {
    let folder = try Folder()
    try folder.write("a", "old")
    chmod(folder.path + "/a", mode)
    try AtomicWrite().replace(folder.path + "/a", with: Array("new".utf8))
    var status = stat()
    stat(folder.path + "/a", &status)
    #expect(status.st_mode & 0o7777 == mode)
  }

  @Test("a file that changed meanwhile is not replaced")
  func changed() throws {
    let folder = try Folder()
    try folder.write("a", "edited")
    #expect(throws: AtomicWrite.Failure.self) {
      try AtomicWrite().replace(folder.path + "/a", with: Array("new".utf8), expected: Array("old".utf8))
    }
    #expect(folder.read("a") == Array("edited".utf8))
    try AtomicWrite().replace(folder.path + "/a", with: Array("new".utf8), expected: Array("edited".utf8))
    #expect(folder.read("a") == Array("new".utf8))
  }
}

@Suite("Locks")
struct LockTests {
  private func keys(_ text: String) -> [String] {
    let chapter = BlockReader.read(Document.parse(text, file: "x.md", extensions: .all))
    return ChapterPlan(chapter, root: "/").tasks.map(\.key)
  }

  @Test(
    "each ingredient of a key, changed alone, changes it",
    arguments: [
      "```swift\nprint(2)\n```\n", "```swift optimized\nprint(1)\n```\n", "```swift no-run\nprint(1)\n```\n",
      "```swift crash\nprint(1)\n```\n", "```swift timeout=11s\nprint(1)\n```\n",
      "```swift\nprint(1) \n```\n",
      "```swift parse\nprint(1)\n```\n", "<!-- verify print(1) -->\n", "```console\n$ lesson list\n```\n",
    ])
  func ingredients(_ changed: String) {
    let key = keys("```swift\nprint(1)\n```\n")
    #expect(key.count == 1)
    #expect(keys(changed).count == 1)
    #expect(keys(changed) != key)
  }

  @Test("moving a block does not change its key, unless it asks for its line")
  func moving() {
    let block = "```swift\nprint(1)\n```\n"
    #expect(keys("Text.\n\n# A heading\n\n" + block) == keys(block))
    #expect(keys("> " + block.split(separator: "\n").joined(separator: "\n> ") + "\n") == keys(block))
    let line = "```swift\nprint(#line)\n```\n"
    #expect(keys("Text.\n\n" + line) != keys(line))
  }

  @Test("the same lock has the same bytes, however it was made, and reads back equal")
  func bytes() throws {
    func lock(_ names: [String]) -> Lock {
      var lock = Lock(toolchain: "swift-x")
      for name in names {
        lock.blocks[name] = .init(key: "k-\(name)", outcome: .exit(status: 0))
        lock.blocks[name]?.stdout = "a/b \u{7F} é\n"
      }
      return lock
    }
    let folder = try Folder()
    let names = (0..<50).map { "block-\($0)" }
    let bytes = LockFile.bytes(of: lock(names))
    #expect(bytes == LockFile.bytes(of: lock(names.reversed())))
    #expect(bytes.last == UInt8(ascii: "\n"))
    try folder.write("lock.json", String(decoding: bytes, as: UTF8.self))
    #expect(try LockFile.read(folder.path + "/lock.json", shown: "lock.json") == lock(names))
  }

  @Test("a lock of another format, or that is none, is refused by name; a lock that is not there is no lock")
  func refused() throws {
    let folder = try Folder()
    var other = Lock(toolchain: "x")
    other.format = 2
    try folder.write("2.json", String(decoding: LockFile.bytes(of: other), as: UTF8.self))
    try folder.write("future.json", "{ \"format\": 3, \"elsewhere\": {} }")
    try folder.write("bad.json", "{ <<<<<<< ours")
    func message(_ name: String) -> String {
      do { return try LockFile.read(folder.path + "/" + name, shown: name) == nil ? "none" : "read" } catch {
        return error.message
      }
    }
    #expect(message("2.json").contains("format 2"))
    #expect(message("future.json").contains("format 3"))
    #expect(message("bad.json").contains("cannot be read"))
    #expect(message("missing.json") == "none")
  }
}
