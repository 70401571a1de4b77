// Reports for other programs, and shards whose reports make one: read back by real parsers, with hostile text in them.

import Foundation
import Testing
import Toolchain

/// A chapter with a block of each fate, and text that markup and commands would trip over.
private let mixed = """
  # A

  ```swift id=good
  print(1)   // Prints "1"
  ```

  ```swift id=hostile
  print("é]]> <&\\"' \\u{1B}[1m \\u{1} %0A::error::x", 2)   // Prints "é"
  ```

  ```swift id=left skip="a <second> machine"
  let x = 1
  ```

  ```swift id=wrong
  let é = 1; let b: Int = "x"
  print(é)
  ```

  ```swift crahs
  ```

  """

@Suite("Reports")
struct ReportTests {
  @Test("a report to a pipe goes into the pipe, which stays one")
  func pipe() throws {
    let book = try TemporaryBook(["a.md": "```swift\nprint(1)   // Prints \"1\"\n```\n"])
    let path = book.folder + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    #expect(try book.check("--junit", "pipe").status == 0)
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(reader, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).contains("<testsuites"))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  /// What python's parser makes of a file: `expression` sees the root as `r`.
  private func python(_ file: String, _ expression: String) throws -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let python = try #require(Toolchain.find("python3", in: path))
    let code =
      "import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); print(\(expression))"
    let result = try ChildProcess(python, ["-c", code, file], environment: ["PATH=\(path)", "PYTHONUTF8=1"])
      .run()
    #expect(result.ending == .exit(0), "\(String(decoding: result.standardError, as: UTF8.self))")
    return String(decoding: result.standardOutput, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  @Test("JUnit: a case a block, counts that add up, text that XML can hold")
  func junit() throws {
    let broken = mixed.replacingOccurrences(of: "```swift crahs\n```\n", with: "")
    let book = try TemporaryBook(["a.md": broken, "b.md": "```swift crahs\n```\n"])
    #expect(try book.check("--junit", "out.xml").status == 1)
    let file = book.folder + "/out.xml"
    let suites = "[tuple(s.get(k) for k in ('name','tests','failures','errors','skipped')) for s in r]"
    #expect(
      try python(file, suites) == "[('a.md', '4', '2', '0', '1'), ('b.md', '1', '1', '0', '0')]")
    let cases = "[(c.get('name'), c.get('line'), [x.tag for x in c]) for c in r.iter('testcase')]"
    #expect(
      try python(file, cases)
        == "[('good', '3', []), ('hostile', '7', ['failure']), ('left', '11', ['skipped']), "
        + "('wrong', '15', ['failure']), ('chapter', None, ['failure'])]")
    #expect(try python(file, "r.find('.//skipped').get('message')") == "a <second> machine")
    let failure = try python(file, "r.find('.//failure').text")
    #expect(failure.contains("]]> <&\"'") && failure.contains("\u{FFFD}"), "\(failure)")
  }

  @Test("SARIF: the chapter's place, columns in code points, a rule for every result")
  func sarif() throws {
    let book = try TemporaryBook([
      "a folder/ä.md": mixed.replacingOccurrences(of: "```swift crahs\n```\n", with: "")
    ])
    #expect(try book.check("--sarif", "out.json").status == 1)
    let data = try Data(contentsOf: URL(fileURLWithPath: book.folder + "/out.json"))
    let log = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0" && (log["$schema"] as? String)?.contains("2.1.0") == true)
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "lesson" && run["columnKind"] as? String == "unicodeCodePoints")
    let rules = Set((driver["rules"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 2 && rules == ["compile", "output"])
    #expect(results.allSatisfy { rules.contains($0["ruleId"] as? String ?? "") })
    let location = try #require(
      (results[1]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
    let region = try #require(location["region"] as? [String: Int])
    // `let é = 1; let b: Int = "x"`: the string is the 25th character and the 26th byte.
    #expect(region == ["startLine": 16, "startColumn": 25], "\(region)")
    #expect((location["artifactLocation"] as? [String: String])?["uri"] == "a%20folder/%C3%A4.md")
  }

  @Test("GitHub: one line an annotation, whatever the text")
  func github() throws {
    let book = try TemporaryBook([
      "a,b:c.md": mixed.replacingOccurrences(of: "```swift crahs\n```\n", with: "")
    ])
    let lines = try book.check("--github").output.split(separator: "\n")
    #expect(
      lines.count == 2 && lines.allSatisfy { $0.hasPrefix("::error file=a%2Cb%3Ac.md,line=") }, "\(lines)")
    #expect(lines[0].contains("line=8,col=") && lines[0].contains("%250A::error::x"), "\(lines[0])")
    #expect(lines[0].contains(",title=lesson [output]::this block printed something else%0A"))
  }

  @Test("a report that cannot be written ends with 2 and names the file")
  func unwritable() throws {
    let book = try TemporaryBook(["a.md": "```swift\nlet a = 1\n```\n"])
    let result = try book.check("--junit", "missing/out.xml")
    #expect(result.status == 2 && result.errors.contains("missing/out.xml"), "\(result.errors)")
  }
}

@Suite("Shards")
struct ShardTests {
  private func book() throws -> TemporaryBook {
    var a = "# A\n\n```swift group=g\nlet n = 1\n```\n\n```swift group=g\nprint(n)   // Prints \"1\"\n```\n\n"
    for n in 1...6 { a += "```swift id=b\(n)\nprint(\(n))   // Prints \"\(n == 5 ? 0 : n)\"\n```\n\n" }
    return try TemporaryBook([
      "a.md": a, "b.md": "```swift no-run\nlet a = 1\n```\n\n```swift skip=\"x\"\n```\n",
    ])
  }

  private func blocks(_ json: String) throws -> [String: String] {
    let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let blocks = root?["blocks"] as? [[String: Any]] ?? []
    return Dictionary(
      blocks.map { ("\($0["file"] ?? "")#\($0["name"] ?? "")", $0["status"] as? String ?? "") },
      uniquingKeysWith: { "\($0) and \($1)" })
  }

  @Test("three shards check everything once, and their reports make the report of one run")
  func merge() throws {
    let book = try book()
    let whole = try book.check("--format", "json")
    for k in 1...3 {
      let shard = try book.check("--shard", "\(k)/3", "--format", "json")
      try book.write(shard.output, to: "out/\(k).json")
      // A group is never torn.
      let names = try blocks(shard.output).keys.filter { $0.hasPrefix("a.md#a-") }
      #expect(names.isEmpty || names.count == 2)
    }
    let merged = try book.lesson([
      "merge", "out/all.json", "out/1.json", "out/2.json", "out/3.json", "--junit", "out/all.xml",
    ])
    #expect(merged.status == 1 && merged.errors.contains("b5") == false, "\(merged.errors)")
    #expect(merged.errors.contains("8 passed, 1 failed, 1 unchecked"), "\(merged.errors)")
    #expect(try blocks(try book.read("out/all.json")) == blocks(whole.output))
    #expect(try book.read("out/all.xml").contains("failures=\"1\""))
    // Durations of the whole deal the next shares; they too cover everything once.
    var seen: [String] = []
    for k in 1...2 {
      seen += try blocks(
        book.check("--shard", "\(k)/2", "--durations", "out/all.json", "--format", "json").output
      ).keys
    }
    #expect(seen.sorted() == (try blocks(whole.output)).keys.sorted())
  }

  @Test(
    "a set that is not whole is refused",
    arguments: [
      (["1.json", "2.json"], "share 3/3 is missing"), (["1.json", "1.json", "3.json"], "share 1/3 again"),
      (["1.json", "2.json", "other.json"], "another text"), (["1.json", "whole.json"], "no share of 3"),
      (["whole.json"], "of no shard"), (["1.json", "broken.json"], "no report of lesson check"),
      (["1.json", "none.json"], "no such file"),
    ])
  func refused(_ names: [String], _ message: String) throws {
    let book = try book()
    for k in 1...3 {
      try book.write(try book.check("--shard", "\(k)/3", "--format", "json").output, to: "\(k).json")
    }
    try book.write(try book.check("--format", "json").output, to: "whole.json")
    try book.write("{\"format\": 1}", to: "broken.json")
    try book.write("```swift\nlet other = 1\n```\n", to: "c.md")
    try book.write(try book.check("--shard", "3/3", "--format", "json").output, to: "other.json")
    let result = try book.lesson(["merge", "all.json"] + names)
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: book.folder + "/all.json"))
  }

  @Test(
    "what names no share is refused",
    arguments: ["0/3", "4/3", "x", "1/0", "1/2/3", "-1/2"])
  func malformed(_ text: String) throws {
    let result = try TemporaryBook(["a.md": "x"]).check("--shard=\(text)")
    #expect(result.status == 2 && result.errors.contains("is no share"), "\(result.errors)")
  }

  @Test("in a book that keeps locks every shard of an accepted book passes")
  func locks() throws {
    let book = try TemporaryBook.keepingLocks(
      (1...5).map { "```swift id=b\($0)\nprint(\($0))   // Prints \"\($0)\"\n```\n" }.joined(separator: "\n"))
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    for k in 1...3 { #expect(try book.check("--shard", "\(k)/3").status == 0) }
  }
}
