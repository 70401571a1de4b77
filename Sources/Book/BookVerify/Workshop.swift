// Workshop: everything that verifying a book needs from this machine, found once: the toolchain, the runner, the modules
// that blocks import, the cache. Finding it is where most wrong set-ups show, each with its remedy.
// Relies on: Toolchain, BookFolder.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// The tools and folders of one book on this machine.
package struct Workshop: Sendable {
  package var book: BookFolder
  package var toolchain: Toolchain
  package var executor: Executor
  /// Where outcomes, linked modules and temporary folders are kept.
  package var cache: String

  /// What the caller knows of the installed programs.
  package struct Programs: Sendable {
    /// This executable.
    package var lesson: String
    /// lesson-runner.
    package var runner: String

    package init(lesson: String, runner: String) {
      self.lesson = lesson
      self.runner = runner
    }
  }

  /// Finds everything.
  ///
  /// - Parameter library: The modules that blocks import, where they are not the book's own.
  /// - Throws: A `Problem` of severity `engine` that says what is missing and how to get it.
  package init(
    _ book: BookFolder, library: ModuleLibrary? = nil, programs: Programs, environment: [String: String]
  ) throws(Problem) {
    self.book = book
    let path = Self.path(environment)
    cache = Self.cacheFolder(of: book.root, environment)
    toolchain = try Self.toolchain(for: book.root, cache: cache, environment)
    guard FileManager.default.isExecutableFile(atPath: programs.runner) else {
      throw Self.problem(
        book.root, "there is no lesson-runner at \(programs.runner)",
        "swift build -c release, or make install again")
    }
    let temporary = Self.temporaryFolder(cache)
    Interrupts.sweep(temporary)
    do {
      let library =
        try library
        ?? ModuleLibrary.make(
          book.contents.modules, build: book.root + "/.build/release", sources: book.root, cache: cache,
          toolchain: toolchain)
      executor = Executor(
        toolchain: toolchain, library: library,
        runner: BlockRunner(runner: programs.runner, temporary: temporary, path: path),
        modules: book.contents.modules, lesson: programs.lesson, root: book.root, cache: cache)
    } catch let missing as ModuleLibrary.Missing {
      throw Self.problem(book.root, missing.message, missing.remedy)
    } catch {
      throw Self.problem(book.root, "the modules cannot be linked: \(error)", "swift build -c release")
    }
  }

  /// In a package its `.build`, which people already know to be disposable; elsewhere the user's cache folder.
  package static func cacheFolder(of root: String, _ environment: [String: String]) -> String {
    if FileManager.default.fileExists(atPath: root + "/Package.swift") { return root + "/.build/lesson" }
    return "\(userCache(environment))/\(SHA256.hex(fields: [root]).prefix(16))"
  }

  /// The user's own cache folder, which no package can write to before it was run.
  package static func userCache(_ environment: [String: String]) -> String {
    let base = environment["XDG_CACHE_HOME"] ?? (environment["HOME"].map { $0 + "/.cache" } ?? "/tmp")
    return base + "/lesson"
  }

  private static func path(_ environment: [String: String]) -> String {
    environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
  }

  /// The toolchain in PATH, with what it may keep in `cache`.
  package static func toolchain(
    for root: String, cache: String, _ environment: [String: String]
  ) throws(Problem) -> Toolchain {
    do {
      var toolchain = try Toolchain.locate(path: path(environment), memory: cache + "/toolchain")
      toolchain.moduleCache = cache + "/clang"
      toolchain.stubs = cache + "/stubs"
      return toolchain
    } catch {
      throw problem(root, error.message, error.remedy)
    }
  }

  /// Short, because a block's own socket paths must fit below it.
  private static func temporaryFolder(_ cache: String) -> String { cache + "/tmp" }

  package static func problem(_ root: String, _ message: String, _ remedy: String) -> Problem {
    Problem("engine", root, .init(line: 1, column: 1), message, remedy: remedy, severity: .engine)
  }
}
