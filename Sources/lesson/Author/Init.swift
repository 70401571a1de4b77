// lesson init: adds doc tests to a package that has none: a configuration, a workflow for CI, and a first check.

import ArgumentParser
import BookVerify
import Foundation

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add doc tests to a Swift package.",
    discussion: """
      Writes .lesson.yml and .github/workflows/check-docs.yml, never over a file that is there, then checks the docs
      and says how many blocks pass as they are:
        lesson init ~/Yams
      """)

  @Argument(help: ArgumentHelp("The package's folder.", valueName: "path"))
  var path = "."

  @Flag(help: "Build and run the package's code without asking.")
  var yes = false

  func run() throws {
    var package = PackageOptions()
    package.path = path
    package.setup = nil
    package.isTrusted = yes
    guard FileManager.default.fileExists(atPath: path + "/Package.swift") else {
      Terminal.printError(
        "error: there is no Package.swift in \(path)\n  name the folder of a Swift package: lesson init PATH")
      throw Exit(code: 2)
    }
    try write(Self.configurationFile, to: ".lesson.yml")
    try write(Self.workflow, to: ".github/workflows/check-docs.yml")
    guard let workshop = try package.workshop([]) else { return }
    let progress = Progress("checking")
    let result = Verifier(workshop).verify { done, count in progress.update(done, of: count) }
    progress.clear()
    Terminal.print(TerminalReport.files(of: result.report))
    let passed = result.report.count(.passed)
    Terminal.printError("\(passed) of \(result.report.blocks.count) blocks pass as they are")
    if passed < result.report.blocks.count {
      Terminal.printError(
        "lesson check --package \(path) says why the others do not; .lesson.yml can give them setup")
    }
  }

  private func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path).appending(path: name)
    guard !FileManager.default.fileExists(atPath: url.path) else {
      return Terminal.printError("kept \(name), which is there already")
    }
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .withoutOverwriting)
    } catch {
      Terminal.printError("error: cannot write \(url.path): \(error.localizedDescription)")
      throw Exit(code: 2)
    }
    Terminal.printError("wrote \(name)")
  }

  static let configurationFile = """
    # How `lesson check --package .` takes the docs of this package: Documentation/ForeignDocs.md of The Live Heap.
    #
    # strict: true             # words in a fence that lesson does not know are errors, and no output means none
    # indented: true           # indented code in doc comments is Swift, too
    # docs: ["Guides/*.md"]    # further Markdown
    exclude: [CHANGELOG.md, CONTRIBUTING.md, CODE_OF_CONDUCT.md]
    # files:
    #   README.md:
    #     setup: |             # compiled before each block of the file, never shown
    #       import Foundation
    #     blocks:
    #       usage-1: { group: usage }
    #       usage-2: { group: usage }
    #       installation-1: { skip: "a fragment of a manifest" }

    """

  static let workflow = """
    # Compiles and runs the Swift in this package's docs. LIVE_HEAP_URL is a variable of the repository (Settings, Secrets
    # and variables, Actions): where The Live Heap, which holds `lesson`, is cloned from.
    name: check-docs
    on: [push, pull_request]
    jobs:
      check-docs:
        runs-on: ubuntu-latest
        container: swift:6.3
        steps:
          - uses: actions/checkout@v4
          - run: apt-get update && apt-get install -y --no-install-recommends git make pkg-config libcmark-dev binutils
          - run: git clone --depth 1 "$LIVE_HEAP_URL" /tmp/live-heap && make -C /tmp/live-heap install
            env:
              LIVE_HEAP_URL: ${{ vars.LIVE_HEAP_URL }}
          - run: lesson check --package . --yes

    """
}
