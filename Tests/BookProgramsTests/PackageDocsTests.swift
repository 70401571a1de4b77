// PackageDocsTests: which files of a package hold docs, and which modules a block of each has at hand.
// Relies on: TemporaryFolder for a package's tree; no package is built here.

import BookMarkdown
import BookPrograms
import Foundation
import Testing

@Suite("A package's docs")
struct PackageDocsTests {
  private func docs(
    _ names: [String], targets: [PackageDocs.Target] = [.init(module: "A", path: "Sources/A")],
    _ change: (inout DocSetup) -> Void = { _ in }
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    for name in names { try folder.write("in/" + name, "") }
    return docs(at: folder.path + "/in", targets, change).files
  }

  private func docs(
    at root: String, _ targets: [PackageDocs.Target], _ change: (inout DocSetup) -> Void = { _ in }
  ) -> PackageDocs {
    var setup = DocSetup()
    change(&setup)
    return PackageDocs(root: root, setup: setup, targets: targets, modules: ["A", "B"])
  }

  @Test(
    "Markdown beside the manifest, DocC catalogs and the sources of library targets hold docs, and nothing else"
  )
  func files() throws {
    let found = try docs([
      "README.md", "Package.swift", "Guides/Start.md", "Sources/A/A.swift", "Sources/A/Deep/B.swift",
      "Sources/A/A.docc/A.md", "Sources/A/A.docc/Articles/One.md", "Sources/A/A.docc/Code/step.swift",
      "Sources/A/notes.md", "Sources/tool/main.swift", "Sources/AB/C.swift", "Tests/ATests/T.swift",
      "Docs/Guide.docc/Guide.md", "LICENSE.txt",
    ])
    #expect(
      found
        == [
          "Docs/Guide.docc/Guide.md", "README.md", "Sources/A/A.docc/A.md",
          "Sources/A/A.docc/Articles/One.md", "Sources/A/A.docc/Code/step.swift", "Sources/A/A.swift",
          "Sources/A/Deep/B.swift",
        ].sorted { ($0.hasSuffix(".swift") ? 1 : 0, $0) < ($1.hasSuffix(".swift") ? 1 : 0, $1) })
  }

  @Test(
    "hidden files and folders, and packages inside of the package, are not looked into; what follows them is")
  func notLookedInto() throws {
    let found = try docs([
      ".build/checkouts/x/README.md", ".hidden.md", "Package.swift", "README.md", "Zoo.md",
      "Sources/A/.A.swift", "Sources/A/.cache/A.swift", "Sources/A/B.swift", "Sources/A/Z/C.swift",
      "Sources/A/Plug/Package.swift", "Sources/A/Plug/Q.docc/Q.md", "Sources/A/Plug/D.swift",
    ])
    #expect(found == ["README.md", "Zoo.md", "Sources/A/B.swift", "Sources/A/Z/C.swift"])
  }

  @Test("the setup adds Markdown and leaves files out")
  func setup() throws {
    let names = ["README.md", "CHANGELOG.md", "Guides/A.md", "Guides/Deep/B.md", "Sources/A/Gen/G.swift"]
    let found = try docs(names) { setup in
      setup.docs = ["Guides/*.md"]
      setup.exclude = ["CHANGELOG.md", "Sources/A/Gen/*"]
    }
    #expect(found == ["Guides/A.md", "Guides/Deep/B.md", "README.md"])
  }

  @Test("a target whose folder is the package's has its sources read, too", arguments: [".", ""])
  func rootTarget(_ path: String) throws {
    let found = try docs(["README.md", "A.swift", "Code/B.swift"], targets: [.init(module: "A", path: path)])
    #expect(found == ["README.md", "A.swift", "Code/B.swift"])
  }

  // MARK: Chapters

  private static let fence = "```swift\na()\n```\n"
  private static let slashes = "/// ```swift\n/// a()\n/// ```\nfunc f() {}\n"

  @Test(
    "a block has its target's module at hand, that of the innermost target; elsewhere all that a client can import",
    arguments: [
      ("README.md", fence, ["A", "B"]), ("Docs/Guide.docc/Guide.md", fence, ["A", "B"]),
      ("Sources/A/A.docc/A.md", fence, ["A"]), ("Sources/A/A.swift", slashes, ["A"]),
      ("Sources/AB/A.swift", slashes, ["A", "B"]), ("Sources/A/Inner/C.swift", slashes, ["Inner"]),
    ])
  func imports(_ file: String, _ text: String, _ modules: [String]) {
    let targets: [PackageDocs.Target] = [
      .init(module: "A", path: "Sources/A"), .init(module: "Inner", path: "Sources/A/Inner"),
    ]
    let chapter = docs(at: "/", targets).chapter(text, file: file)
    #expect(chapter.blocks.map(\.surroundings.imports) == [modules])
    let named = docs(at: "/", targets) { $0.imports = ["X"] }.chapter(text, file: file)
    #expect(named.blocks.map(\.surroundings.imports) == [["X"]])
  }

  @Test("in Markdown indented code is of any language, whatever doc comments hold")
  func indented() {
    let docs = docs(at: "/", [.init(module: "A", path: "Sources/A")]) { $0.conventions.readsIndented = true }
    #expect(docs.chapter("A:\n\n    a()\n", file: "README.md").blocks.isEmpty)
    let comment = "/// A:\n///\n///     a()\nfunc f() {}\n"
    #expect(docs.chapter(comment, file: "Sources/A/A.swift").blocks.count == 1)
  }

  @Test("in Markdown blocks are called after headings, and front matter is another tool's")
  func markdown() {
    let text = "---\noptions: crahs\n---\n# Title\n\n\(Self.fence)\n## Use it\n\n\(Self.fence)\n\(Self.fence)"
    let chapter = docs(at: "/", []).chapter(text, file: "README.md")
    #expect(chapter.blocks.map(\.name) == ["title-1", "use-it-1", "use-it-2"])
    #expect(chapter.problems.isEmpty)
    #expect(chapter.blocks.map { $0.lines[0].line } == [7, 13, 17])
  }

  @Test("transcripts and commands of others are not run")
  func consoles() {
    let text = "# T\n\n```console\n$ rm -rf /\n```\n\n```sh\nswift build\n```\n"
    let chapter = docs(at: "/", []).chapter(text, file: "README.md")
    #expect(chapter.blocks.isEmpty && chapter.problems.isEmpty)
  }

  @Test("a rule for a file that has no docs is named with what it may have meant")
  func unmetRules() {
    func problems(_ glob: String) -> [Problem] {
      let (setup, _) = DocSetupReader.read("files:\n\n  \"\(glob)\": { mode: run }\n", file: ".lesson.yml")
      return PackageDocs(root: "/", setup: setup, targets: [], modules: []).unmetRules(in: ["README.md"])
    }
    let unmet = problems("REDME.md")
    #expect(unmet.map(\.message) == ["no file with docs is called 'REDME.md'; did you mean 'README.md'?"])
    #expect(unmet.map(\.position) == [.init(line: 3, column: 3)] && unmet.map(\.file) == [".lesson.yml"])
    #expect(problems("*.md").isEmpty)
  }

  @Test(
    "a star stands for any letters, '/' among them",
    arguments: [
      ("a.md", "a.md", true), ("a.md", "b/a.md", false), ("*.md", "b/a.md", true), ("b/*", "b/c/a.md", true),
      ("b/*.md", "b/.md", true), ("a*a", "a", false), ("*a*b*", "xaybz", true), ("*a*b*", "xbyaz", false),
      ("", "", true), ("*", "", true), ("a*bc*d", "abcd", true), ("a*b*a", "aba", true),
    ])
  func globs(_ glob: String, _ text: String, _ matches: Bool) {
    #expect(Glob.matches(glob, text) == matches)
  }
}
