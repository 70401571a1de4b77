// The docs of somebody else's package, checked as a user would: `lesson check --package` and `lesson init`.
// What these cannot show: the plugin, whose first build in a client takes minutes.
// Relies on: SmallPackage, which SwiftPM builds once here.

import Foundation
import Testing

@Suite("lesson check --package, lesson init")
struct PackageTests {
  /// Built once; no test changes its docs.
  private static let shared = Result { try SmallPackage.make() }

  private func check(_ words: String..., in package: TemporaryBook? = nil) throws -> TemporaryBook.Result {
    try (package ?? Self.shared.get()).lesson(["check", "--package", "."] + words)
  }

  /// Problems as `FILE:LINE:COLUMN: message`.
  private func places(_ errors: String) -> [String] {
    errors.split(separator: "\n").compactMap { line in
      guard let end = line.firstRange(of: ": error: ") else { return nil }
      return "\(line[..<end.lowerBound]): \(line[end.upperBound...])"
    }
  }

  /// Without the time and the toolchain's name, which differ from machine to machine.
  private func steady(_ errors: String) -> String {
    errors.replacing(#/ in \d+\.\d\d s, \S+ \S+/#, with: " in TIME")
  }

  @Test("right blocks pass, wrong ones are named at their places, and the status is 1")
  func verdicts() throws {
    let result = try check("--yes")
    #expect(result.status == 1)
    #expect(
      places(result.errors) == [
        "Sources/Small/Small.docc/Small.md:4:25: this does not compile: "
          + "cannot convert value of type 'Int' to specified type '[Int]'  [compile]",
        "Sources/Small/Small.swift:11:43: this block printed something else  [output]",
        "Sources/Small/Small.swift:20:19: this does not compile: type 'Small' has no member 'halve'  [compile]",
        "Sources/Small/Small.swift:26:26: this does not compile: cannot find 'number' in scope  [compile]",
      ])
    #expect(
      result.output == """
        README.md                          2 passed, 0 failed, 0 unchecked
        Sources/Small/Small.docc/Small.md  0 passed, 1 failed, 0 unchecked
        Sources/Small/Small.swift          1 passed, 3 failed, 0 unchecked

        """)
    #expect(result.errors.contains("\n3 passed, 4 failed, 0 unchecked ("))
  }

  @Test("a wrong output is shown in the source's line, and nobody is sent to lesson accept")
  func output() throws {
    let result = try check("--yes", "Sources/Small/Small.swift:10")
    #expect(result.status == 1)
    #expect(
      steady(result.errors) == """
        Sources/Small/Small.swift:11:43: error: this block printed something else  [output]
          11 |   ///   print(Small.double(3)) // Prints "5"
             |                                           ^
             - 5
             + 6
          fix the code, or write what it prints
        0 passed, 1 failed, 0 unchecked (1 run now, 0 as before) in TIME

        """)
  }

  @Test("files and blocks are chosen as in a book; when all of them pass, the status is 0")
  func chosen() throws {
    let readme = try check("--yes", "README.md")
    #expect(readme.status == 0, "\(readme.errors)")
    #expect(readme.output == "README.md  2 passed, 0 failed, 0 unchecked\n")
    let block = try check("--yes", "double-1")
    #expect(block.status == 0 && block.output.contains("1 passed, 0 failed"), "\(block.errors)")
    let slip = try check("--yes", "REDME.md")
    #expect(slip.status == 2 && slip.errors.contains("nothing is called 'REDME.md'"))
  }

  @Test("a setup beside the docs makes blocks pass, and expects what is known to be wrong")
  func setup() throws {
    let package = try SmallPackage.make([
      ".lesson.yml": """
      exclude: ["*.docc/*"]
      files:
        Sources/Small/Small.swift:
          blocks:
            half-1: { error: "type 'Small' has no member 'halve'", defect: "half is meant" }
            double-2: { skip: "known" }
            seven-1: { setup: "let number = 7" }

      """
    ])
    let result = try check("--yes", in: package)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == """
        README.md                  2 passed, 0 failed, 0 unchecked
        Sources/Small/Small.swift  3 passed, 0 failed, 1 unchecked

        """)
    try package.write("files:\n  README.md:\n    blocks:\n      smal-3: { skip: a }\n", to: ".lesson.yml")
    let wrong = try check("README.md", in: package)
    #expect(wrong.status == 1)
    #expect(places(wrong.errors).first?.hasPrefix(".lesson.yml:4:7: no block of README.md is called") == true)
  }

  @Test(
    "what is no verdict on the docs ends with status 2: no package, one that does not build, no setup, no trust"
  )
  func engine() throws {
    let empty = try TemporaryBook(["README.md": "# T\n"])
    let none = try check("--yes", in: empty)
    #expect(none.status == 2 && none.errors.contains("there is no Package.swift"), "\(none.errors)")
    let setup = try check("--yes", "--setup", "no.yml")
    #expect(setup.status == 2 && setup.errors.contains("the setup 'no.yml' cannot be read"))
    let broken = try SmallPackage.make(["Sources/Small/Small.swift": "let x: Int = \"\"\n"])
    let asked = try check(in: broken)
    #expect(asked.status == 2 && asked.errors.contains("nothing was built; --yes says that you trust it"))
    #expect(!FileManager.default.fileExists(atPath: broken.folder + "/.build/lesson/client"))
    let failed = try check("--yes", in: broken)
    #expect(failed.status == 2 && failed.errors.contains("the package does not build"), "\(failed.errors)")
    #expect(failed.errors.contains("Small.swift:1:14: error: cannot convert value"))
    let alone = try empty.lesson(["check", "--yes"])
    #expect(alone.status != 0 && alone.errors.contains("--package PATH"))
  }

  @Test("init writes a setup that holds and a workflow, says how many blocks pass, and keeps what is there")
  func initialize() throws {
    let package = try SmallPackage.make()
    let first = try package.lesson(["init", ".", "--yes"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.errors == """
        wrote .lesson.yml
        wrote .github/workflows/check-docs.yml
        3 of 7 blocks pass as they are
        lesson check --package . says why the others do not; .lesson.yml can give them setup

        """)
    #expect(first.output.hasPrefix("README.md                          2 passed, 0 failed, 0 unchecked\n"))
    let workflow = try package.read(".github/workflows/check-docs.yml")
    #expect(workflow.contains("\non: [push, pull_request]\n"))
    #expect(workflow.contains("      - run: lesson check --package . --yes\n"))
    // The setup is a setup: a check has nothing to say about it, and takes what it leaves out.
    try package.write("# Changes\n\n```swift\nwrong\n```\n", to: "CHANGELOG.md")
    let check = try check(in: package)
    #expect(check.status == 1 && !check.errors.contains(".lesson.yml") && !check.output.contains("CHANGELOG"))
    try package.write("# Mine.\n", to: ".lesson.yml")
    let second = try package.lesson(["init", "."])
    #expect(second.status == 0 && second.errors.contains("kept .lesson.yml, which is there already"))
    #expect(try package.read(".lesson.yml") == "# Mine.\n")
    let nowhere = try package.lesson(["init", "Sources", "--yes"])
    #expect(nowhere.status == 2 && nowhere.errors.contains("there is no Package.swift in Sources"))
  }
}
