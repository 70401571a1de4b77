// The snapshot's text: what is read of it, and that text which is cut, foreign or wrong is refused and never read past its end.

import LeakCheck
import TestSupport
import Testing

@Suite("A snapshot's text")
struct SnapshotTests {
  private static let text = """
    live-heap snapshot 1
    moment round 0 0
    b 1000 48 1 7 5 aa00 1 3 4
    moment exit 1 2000
    b 1000 48 1 7 5 aa00 1 3 4
    b 2000 352 2 9 2 0 2 0 0
    v 1
    e 0 1 16 1
    r 7fff10 3 1
    a 1
    t 1 7 2000100 4019 0 5500 5501 5502
    y aa00 App.(unknown context at $10af).Box<App.Node>
    f aa00 16 8 0 owner.value Optional<App.Node>
    s 1 55d1 55d2
    k 1 3 144
    m 5500-5600 r-xp 00000000 fe:00 12          /tmp/a program
    d 4 1 0 /etc/passwd
    n 55aa 4
    i 0 24 4
    c 812 1 z
    done

    """

  @Test("every record is read")
  func records() throws {
    let snapshot = try Snapshot(Array(Self.text.utf8))
    #expect(snapshot.rounds.count == 1 && snapshot.rounds[0].count == 1 && snapshot.blocks.count == 2)
    #expect(snapshot.tasks[0].id == 7 && snapshot.allocated[1].map { [$0.objects, $0.bytes] } == [3, 144])
    #expect(snapshot.ending == .exit && snapshot.caller == 1 && snapshot.currentTask == 0x2000)
    #expect(
      snapshot.blocks[0].bytes == 48 && snapshot.blocks[0].words == (3, 4) && snapshot.blocks[1].kind == .task
    )
    #expect(snapshot.taskLayout == .known)
    #expect(snapshot.edges(of: 0).map(\.to) == [1] && snapshot.edges(of: 1).isEmpty)
    #expect(snapshot.roots.map(\.kind) == [.register] && snapshot.setAside == [1])
    #expect(snapshot.tasks[0].waiting == [0x5500, 0x5501, 0x5502])
    #expect(snapshot.typeName(of: 0) == "Box<Node>")
    #expect(snapshot.field(of: 0, at: 16)?.ownership == Snapshot.Field.Ownership.none)
    #expect(snapshot.field(of: 0, at: 24) == nil)
    #expect(snapshot.stacks[1] == [0x55d1, 0x55d2] && snapshot.images[0].path == "/tmp/a program")
    #expect(snapshot.descriptors[0].target == "/etc/passwd" && snapshot.children[0].hasEnded)
    #expect(snapshot.numbers.map(\.block) == [-1, 0] && snapshot.block(at: 0x2000) == 1)
  }

  @Test("a text that ends early is incomplete, wherever it was cut")
  func cut() {
    let lines = Self.text.split(separator: "\n")
    for count in 1..<lines.count {
      let text = lines[..<count].joined(separator: "\n") + "\n"
      #expect(throws: SnapshotError.incomplete) { try Snapshot(Array(text.utf8)) }
    }
  }

  @Test(
    "what no probe wrote is refused with its line",
    arguments: [
      ("", 1), ("hello\n", 1), ("live-heap snapshot 2\n", 1), ("live-heap snapshot 1\nz 1\ndone\n", 2),
      ("live-heap snapshot 1\nmoment main 0 0\ne 0 0 16 1\ndone\n", 3),
      ("live-heap snapshot 1\nmoment main 0 0\nb 10 1 0 1 77 0 0 0 0\ndone\n", 3),
    ])
  func malformed(_ text: String, _ line: Int) {
    #expect(throws: SnapshotError.malformed(line: line)) { try Snapshot(Array(text.utf8)) }
  }

  @Test("damaged text is refused or read, and never crashes the reader or the judges")
  func damaged() {
    checkProperty(runs: 2000) { generator in
      var bytes = Array(Self.text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...127, using: &generator)
      }
      return bytes
    } holds: { bytes in
      guard let snapshot = try? Snapshot(bytes) else { return true }
      return LeakCheck(snapshot, naming: Lines()).report(file: "x").rounds == snapshot.rounds.count
    }
  }
}
