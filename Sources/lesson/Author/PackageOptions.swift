// PackageOptions: whose docs a command is about when they are a package's. The package's code is built and run, so the
// user is asked once; the answer stands in the user's own cache folder, where no package can write before it is run.
// Relies on: Workshop(package:), which builds the package.

import ArgumentParser
import BookMarkdown
import BookVerify
import Foundation
import Toolchain

/// Options of the commands that also work on a package's docs.
struct PackageOptions: ParsableArguments {
  @Option(
    name: .customLong("package"),
    help: ArgumentHelp(
      "Work on the docs of a Swift package: README, DocC catalogs and doc comments.",
      discussion: "Builds and runs its code.",
      valueName: "path"))
  var path: String?

  @Option(
    help: ArgumentHelp(
      "What is said of the package's docs beside them.", discussion: "Default: the package's .lesson.yml.",
      valueName: "file"))
  var setup: String?

  @Flag(name: .customLong("yes"), help: "Build and run the package's code without asking.")
  var isTrusted = false

  func validate() throws {
    if path == nil, setup != nil || isTrusted {
      throw ValidationError("--setup and --yes go with --package PATH")
    }
  }

  /// The workshop of the package, or nil when the command is not about one.
  ///
  /// - Parameter patterns: What the user chose; Markdown among them is read, whether or not the docs name it.
  func workshop(_ patterns: [String]) throws -> Workshop? {
    guard let path else { return nil }
    let environment = ProcessInfo.processInfo.environment
    try askOnce(environment)
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let progress = Progress("building \(name), seconds")
    defer { progress.clear() }
    do {
      var workshop = try Workshop(
        package: path, setup: setup, more: markdown(patterns), programs: Installation.programs,
        environment: environment
      ) { progress.update(Int($0)) }
      workshop.executor.placementJudge = EscapePlacement(toolchain: workshop.toolchain)
      return workshop
    } catch {
      progress.clear()
      Terminal.printError(error)
      throw Exit(code: 2)
    }
  }

  private func markdown(_ patterns: [String]) -> [String] {
    patterns.flatMap { pattern -> [String] in
      guard pattern.hasSuffix(".md"), let path else { return [] }
      return [pattern, path + "/" + pattern].filter { FileManager.default.fileExists(atPath: $0) }.prefix(1)
        .map(\.self)
    }
  }

  private func askOnce(_ environment: [String: String]) throws {
    let root = URL(fileURLWithPath: path ?? ".").resolvingSymlinksInPath().standardizedFileURL.path
    let memory = "\(Workshop.userCache(environment))/trusted/\(SHA256.hex(fields: [root]).prefix(16))"
    if FileManager.default.fileExists(atPath: memory) { return }
    if !isTrusted {
      Terminal.printError(
        """
        This builds the package in \(root) and runs the code in its docs, as you.
        Limits bound accidents; they are no sandbox against hostile code.
        """)
      guard Terminal.confirms("build and run it?") else {
        Terminal.printError("nothing was built; --yes says that you trust it")
        throw Exit(code: 2)
      }
    }
    let url = URL(fileURLWithPath: memory)
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data("\(root)\n".utf8).write(to: url, options: .atomic)
  }
}
