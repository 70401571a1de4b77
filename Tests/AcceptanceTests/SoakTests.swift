// What takes many runs to believe: correct chapters stay correct whatever surrounds them, and no moment is a bad one for a
// kill. `make soak` runs these (LESSON_SOAK says how many rounds of the first); `make test` has smaller ones.
// Relies on: the specimens; a seed that the report names, so that a failure can be run again.

import Foundation
import TestSupport
import Testing
import Toolchain

private enum Soak {
  /// Clean runs; four times as many kills.
  static let rounds = Int(ProcessInfo.processInfo.environment["LESSON_SOAK"] ?? "") ?? 0
  static let seed =
    UInt64(ProcessInfo.processInfo.environment["LESSON_SEED"] ?? "") ?? UInt64(Date().timeIntervalSince1970)

  static func say(_ text: String) { FileHandle.standardError.write(Data("soak: \(text)\n".utf8)) }
}

@Suite(.serialized, .enabled(if: Soak.rounds > 0, "make soak"))
struct SoakTests {
  /// A machine that has something else to do.
  private struct Load {
    var processes: [Process] = []

    init(_ count: Int) throws {
      for _ in 0..<count {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "ulimit -t 600; while :; do :; done"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        processes.append(process)
      }
    }

    func end() {
      for process in processes {
        // A test process may have SIGTERM blocked, and its children inherit that.
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
    }
  }

  @Test("correct chapters pass under any locale, time zone, load, hash seed and path")
  func clean() throws {
    var random = SeededGenerator(seed: Soak.seed)
    Soak.say("seed \(Soak.seed), \(Soak.rounds) clean runs")
    let specimens = ["output", "wildcards", "options", "errors", "prose", "console", "markdown"]
      .flatMap(SpecimenReader.read)
    for round in 1...Soak.rounds {
      let zone = ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"].randomElement(
        using: &random)!
      let locale = ["C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", "de_DE.UTF-8"].randomElement(using: &random)!
      let name = ["book", "a book", "buch mit ü", "-book", "b'o\"ok"].randomElement(using: &random)!
      let load = try Load(Int.random(in: 0...3, using: &random))
      defer { load.end() }
      let book = try SpecimenBook(specimens.enumerated().map { $1.files(numbered: $0) }, name: name)
      let start = Clock.seconds()
      let report = try book.check(
        ["--no-cache"] + (round % 5 == 0 ? ["--probe"] : []),
        environment: ["TZ=\(zone)", "LANG=\(locale)", "LC_ALL=\(locale)"])
      let setting = "round \(round): \(zone), \(locale), \(name), \(load.processes.count) busy"
      #expect(report.others == [], "\(setting)")
      for (number, specimen) in specimens.enumerated() {
        #expect(report.complaints[number] ?? [] == [], "\(setting): \(specimen.testDescription)")
        #expect(report.failed[number] == nil, "\(setting): \(specimen.testDescription)")
      }
      Soak.say("\(setting): \(Int(Clock.seconds() - start)) s, \(report.passed.values.reduce(0, +)) blocks")
    }
  }

  private static let chapters = [
    "01-one.md": "# One\n\n```swift id=a\nprint(1 + 1)\n```\n\n```swift id=b group=g\nlet x = [3, 4]\n```\n",
    "02-two.md": "# Two\n\nIt is <!-- value 6 * 7 -->1<!-- /value -->.\n\n```swift id=c\nprint(\"é\")\n```\n",
  ]
  private static let contents =
    "---\ntitle: T\n---\n# T\n\n## Part I. P\n\n1. [One](01-one.md)\n2. [Two](02-two.md)\n"

  /// What may never be damaged: chapters and locks.
  private static func kept(_ book: TemporaryBook) throws -> [String: Data] {
    try book.tree().filter {
      $0.key.hasSuffix(".md") || $0.key.hasPrefix("verified/") && $0.key.hasSuffix(".json")
    }
  }

  /// The book as it was before anything ran; the cache stays, with whatever the killed left in it.
  private static func reset(_ book: TemporaryBook) throws {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: book.folder)) ?? [] {
      try FileManager.default.removeItem(atPath: book.folder + "/" + name)
    }
    for (path, text) in chapters { try book.write(text, to: path) }
    try book.write(contents, to: "Contents.md")
  }

  /// Runs a command and kills it after a time.
  private static func kill(_ book: TemporaryBook, _ words: [String], after limit: Double) throws -> Bool {
    var child = ChildProcess(TemporaryBook.lesson, words, environment: book.environment())
    child.workingFolder = book.folder
    child.watch = { process, seconds in
      if seconds > limit { Glibc.kill(process, SIGKILL) }
      return nil
    }
    return try child.run().ending == .signal(SIGKILL)
  }

  @Test(
    "check, accept and build killed at any moment leave chapters and locks old or new, and the next run works"
  )
  func kills() throws {
    var random = SeededGenerator(seed: Soak.seed)
    let book = try TemporaryBook([:])
    try Self.reset(book)
    let old = try Self.kept(book)
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    let new = try Self.kept(book)
    #expect(new.count == old.count + 2 && new["02-two.md"] != old["02-two.md"])
    let commands: [[String]] = [
      ["accept", "--book", ".", "--yes"], ["check", "--book", "."], ["check", "--book", ".", "--no-cache"],
      ["build", "--book", ".", "--output", "site"],
    ]
    var killed: [String: Int] = [:]
    var turns: [String: Int] = [:]
    for turn in 1...(4 * Soak.rounds) {
      let command = commands[turn % commands.count]
      try Self.reset(book)
      let isAccept = command[0] == "accept"
      if !isAccept {
        for (path, data) in new { try book.write(String(decoding: data, as: UTF8.self), to: path) }
      }
      // A build of so small a book ends soon; of the others half of the moments are early, where files are opened.
      let span = command[0] == "build" ? 0.15 : Bool.random(using: &random) ? 0.2 : 1.5
      let limit = Double.random(in: 0...span, using: &random)
      let wasKilled = try Self.kill(book, command, after: limit)
      turns[command.joined(separator: " "), default: 0] += 1
      killed[command.joined(separator: " "), default: 0] += wasKilled ? 1 : 0
      for (path, data) in try Self.kept(book) {
        let isWhole = isAccept ? data == old[path] || data == new[path] : data == new[path]
        #expect(isWhole, "turn \(turn), \(command), \(limit) s: \(path) is damaged")
      }
      let next = try book.lesson(["accept", "--book", ".", "--yes"])
      #expect(next.status == 0, "turn \(turn), \(command), \(limit) s: \(next.errors)")
      #expect(try Self.kept(book) == new, "turn \(turn), \(command), \(limit) s")
      let check = try book.check()
      #expect(check.status == 0, "turn \(turn), \(command), \(limit) s: \(check.errors)")
      if command[0] == "build" { #expect(try book.lesson(command).status == 0, "turn \(turn), \(limit) s") }
    }
    Soak.say("seed \(Soak.seed), killed \(killed) of \(turns)")
    #expect(
      killed.values.reduce(0, +) * 2 > turns.values.reduce(0, +), "most commands ended before their kill")
  }

  @Test("swift package check-docs says in a client what lesson check --package says")
  func plugin() throws {
    let manifest = SmallPackage.manifest
      .replacing(
        "targets: [.target(",
        with:
          "dependencies: [.package(name: \"live-heap\", path: \"\(TemporaryBook.root)\")], targets: [.target("
      )
    let package = try SmallPackage.make(["Package.swift": manifest])
    let direct = try package.lesson(["check", "--package", ".", "--yes", "--format", "json"])
    var child = ChildProcess(
      "/usr/bin/env", ["swift", "package", "--disable-sandbox", "check-docs", "--format", "json"],
      environment: package.environment())
    child.workingFolder = package.folder
    child.outputLimit = 8 << 20
    let result = try child.run()
    let errors = String(decoding: result.standardError.suffix(2000), as: UTF8.self)
    #expect(result.ending == .exit(1), "\(errors)")
    let output = String(decoding: result.standardOutput, as: UTF8.self)
    // A package that does not build exits with 1 as well.
    try #require(output.contains("\"blocks\""), "\(errors)")
    let (there, here) = try (Self.verdicts(output), Self.verdicts(direct.output))
    #expect(there == here && here.count == 7, "\(there) \(here)")
  }

  /// Place and status of every block in a JSON report, which may have other lines before it.
  private static func verdicts(_ output: String) throws -> [String] {
    let json = output.firstIndex(of: "{").map { String(output[$0...]) } ?? ""
    let report = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return (report?["blocks"] as? [[String: Any]] ?? []).map {
      "\($0["file"] ?? ""):\($0["line"] ?? "") \($0["status"] ?? "")"
    }
  }
}
