// The guarded malloc: each seeded misuse is named with the block's address and the place, and programs without any behave
// as on the C library's malloc.
// What these cannot show: reads after a free, which nothing notices.

import Foundation
import Testing
import Toolchain

@Suite("lesson malloc --guard")
struct GuardTests {
  /// A misuse, the words of the message's first line after the address, and which of the printed addresses it names.
  struct Seed: Sendable, CustomTestStringConvertible {
    var name: String
    var words: String
    var block: Int?
    var places = ["allocated at  main+", "noticed at    main+"]
    var testDescription: String { name }
  }

  private static let freed = ["allocated at  main+", "freed at      main+", "noticed at    main+"]
  private static let end = "noticed at    the end of the process"
  private static let noBlock = "is no block, or what stands in front of it was overwritten"

  static let seeds: [Seed] = [
    Seed(name: "twice", words: "(40 bytes) was freed twice", block: 0, places: freed),
    Seed(name: "twice-large", words: "(100000 bytes) was freed twice", block: 1, places: freed),
    Seed(
      name: "twice-thread", words: "(40 bytes) was freed twice", block: 0, places: Array(freed.prefix(2))),
    Seed(name: "moved", words: "(40 bytes) was freed twice", block: 0, places: freed),
    Seed(name: "resized-freed", words: "(40 bytes) was used after its free", block: 0, places: freed),
    Seed(name: "inside", words: noBlock, places: ["noticed at    main+"]),
    Seed(name: "static", words: noBlock, places: ["noticed at    main+"]),
    Seed(name: "stack", words: noBlock, places: ["noticed at    main+"]),
    Seed(name: "past-end", words: "(40 bytes) was written past its end, at byte 40", block: 0),
    Seed(
      name: "past-end-large", words: "(100000 bytes) was written past its end, at byte 100000", block: 1,
      places: ["allocated at  main+", end]),
    Seed(name: "past-end-aligned", words: "(100 bytes) was written past its end, at byte 100"),
    Seed(name: "in-front", words: "(40 bytes) was written in front of its start, at byte -1", block: 0),
    Seed(
      name: "after-free", words: "(40 bytes) was written after its free, at byte 39", block: 0,
      places: ["allocated at  main+", "freed at      main+", end]),
    Seed(
      name: "after-free-large", words: "(100000 bytes) was written after its free, at byte 50000", block: 1,
      places: freed),
  ]

  @Test("each misuse ends the program with the block, what was done, and where", arguments: seeds)
  func misuse(_ seed: Seed) throws {
    let library = try MallocPrograms.guarded.get()
    let program = try MallocPrograms.compiled("misuse")
    let result = try CommandRun([program, seed.name], preload: library)
    #expect(result.status == 128 + SIGABRT, "\(result.status)")
    #expect(!result.output.contains("unnoticed"))
    let lines = result.errors.split(separator: "\n").map(String.init)
    let first = try #require(lines.first)
    #expect(first.hasSuffix(" " + seed.words), "\(first)")
    if let block = seed.block {
      let addresses = result.output.split { $0 == " " || $0 == "\n" }
      #expect(first.hasPrefix("allocator: \(addresses[block]) "), "\(first)")
    }
    #expect(lines.count >= 1 + seed.places.count)
    for place in seed.places {
      #expect(lines.contains { $0.hasPrefix("  " + place) }, "\(place) is not in \(lines)")
    }
  }

  @Test("no misuse is found where there is none, and the output is as without the guard")
  func clean() throws {
    let library = try MallocPrograms.guarded.get()
    let program = try MallocPrograms.compiled("misuse")
    let own = try CommandRun([program, "none"], preload: library)
    #expect(own.status == 0 && own.output.hasSuffix("clean\n") && own.errors.isEmpty)
    for (name, source) in [
      ("perl", #"my %h; $h{$_ % 977} .= $_ for 1..50000; print join ",", map { $h{$_} } sort keys %h"#),
      ("bash", "for i in {1..50}; do x=$(echo $i); done; seq 50000 | sort -rn | md5sum; echo $x"),
    ] {
      let command = [name, name == "perl" ? "-e" : "-c", source]
      let without = try CommandRun(command)
      let with = try CommandRun(command, preload: library)
      #expect(without.status == 0 && !without.output.isEmpty, "\(name): \(without.errors)")
      #expect(with.status == 0 && with.output == without.output && with.errors == without.errors, "\(name)")
    }
    // Threads that end with full caches, exchange blocks and fork.
    let result = try CommandRun([MallocPrograms.compiled("threads")], preload: library)
    #expect(result.status == 0 && result.output == "ten thousand threads\n" && result.errors.isEmpty)
  }

  @Test("the guarded library, too, gives the malloc family and nothing else")
  func exports() throws {
    let listing = try CommandRun([
      "nm", "-D", "--defined-only", "--format=just-symbols", MallocPrograms.guarded.get(),
    ])
    #expect(
      Set(listing.output.split(separator: "\n")) == [
        "malloc", "free", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc", "posix_memalign",
        "valloc", "pvalloc", "malloc_usable_size", "malloc_trim",
      ])
  }
}
