// ChangedFiles: what differs in a working tree from a commit, as git tells it, so that a check can look at that alone.
// Relies on: git in PATH.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Files that git finds changed.
package enum ChangedFiles {
  /// Paths relative to `root`: committed since `revision`, changed in the tree, or not yet known to git.
  ///
  /// - Throws: A `Problem` of severity `engine` when there is no git, no repository, or no such revision.
  package static func since(_ revision: String, in root: String, path: String) throws(Problem) -> Set<String>
  {
    guard let git = Toolchain.find("git", in: path) else {
      throw problem(root, "there is no git in PATH", "apt-get install git, or check without --changed")
    }
    // A revision that looks like an option would be one.
    let changed = try run(
      git, ["diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--"], root)
    return changed.union(try run(git, ["ls-files", "--others", "--exclude-standard", "-z"], root))
  }

  private static func run(_ git: String, _ arguments: [String], _ root: String) throws(Problem) -> Set<String>
  {
    let result: ChildProcess.Result
    do {
      var child = ChildProcess(
        git, ["-C", root] + arguments, environment: Self.environment)
      child.outputLimit = 64 << 20
      result = try child.run()
    } catch {
      throw problem(root, error.message, "check without --changed")
    }
    guard result.ending == .exit(0) else {
      let words = String(decoding: result.standardError, as: UTF8.self).split(separator: "\n").first ?? ""
      throw problem(
        root, "git cannot say what has changed: \(words)", "name a commit of this repository: --since main")
    }
    return Set(result.standardOutput.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }

  /// The user's own, where git's settings are.
  private static var environment: [String] {
    ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
  }

  private static func problem(_ root: String, _ message: String, _ remedy: String) -> Problem {
    Problem("changed", root, .init(line: 1, column: 1), message, remedy: remedy, severity: .engine)
  }
}

extension ChapterPlan {
  /// True when one of these files has a say in what the chapter's blocks do.
  ///
  /// - Parameter book: The book that the chapter is in.
  package func isAffected(by changed: Set<String>, in book: BookFolder) -> Bool {
    var files: Set<String> = [file, book.contentsFile]
    if let lock = book.lockFile(of: file) { files.insert(lock) }
    for block in chapter.blocks {
      if let include = block.options.include { files.insert(include.path) }
      if let path = block.options.files {
        files.formUnion(changed.filter { $0 == path || $0.hasPrefix(path + "/") })
      }
      if let record = block.measurement { files.insert("\(book.measuredFolder)/\(record).json") }
    }
    if !files.isDisjoint(with: changed) { return true }
    return usesPackage(book) && changed.contains { $0.hasPrefix("Sources/") || $0 == "Package.swift" }
  }

  /// True when a program imports a module of the package, or a transcript runs its commands.
  private func usesPackage(_ book: BookFolder) -> Bool {
    tasks.contains { task in
      switch task.work {
      case .program(let program): book.contents.modules.contains { program.imports($0) }
      case .transcript: true
      case .peer: false
      }
    }
  }
}

extension Block {
  /// The record in Chapters/measured that the block quotes.
  fileprivate var measurement: String? {
    if let name = options.measured { return name }
    return kind == .measured ? code.split(separator: ".").first.map(String.init) : nil
  }
}
