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
  /// - Throws: A `Problem` of severity `engine` that says what is missing and how to get it.
  package init(_ book: BookFolder, programs: Programs, environment: [String: String]) throws(Problem) {
    self.book = book
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    cache = Self.cacheFolder(of: book, environment)
    do {
      toolchain = try Toolchain.locate(path: path, memory: cache + "/toolchain")
      toolchain.moduleCache = cache + "/clang"
      toolchain.stubs = cache + "/stubs"
    } catch {
      throw Self.problem(book, error.message, error.remedy)
    }
    guard FileManager.default.isExecutableFile(atPath: programs.runner) else {
      throw Self.problem(
        book, "there is no lesson-runner at \(programs.runner)",
        "swift build -c release, or make install again")
    }
    let temporary = Self.temporaryFolder(cache)
    Interrupts.sweep(temporary)
    do {
      let library = try ModuleLibrary.make(
        book.contents.modules, build: book.root + "/.build/release", sources: book.root, cache: cache,
        toolchain: toolchain)
      executor = Executor(
        toolchain: toolchain, library: library,
        runner: BlockRunner(runner: programs.runner, temporary: temporary, path: path),
        modules: book.contents.modules, lesson: programs.lesson, root: book.root, cache: cache)
    } catch let missing as ModuleLibrary.Missing {
      throw Self.problem(book, missing.message, missing.remedy)
    } catch {
      throw Self.problem(book, "the modules cannot be linked: \(error)", "swift build -c release")
    }
  }

  /// In a package its `.build`, which people already know to be disposable; elsewhere the user's cache folder.
  private static func cacheFolder(of book: BookFolder, _ environment: [String: String]) -> String {
    if FileManager.default.fileExists(atPath: book.root + "/Package.swift") {
      return book.root + "/.build/lesson"
    }
    let base = environment["XDG_CACHE_HOME"] ?? (environment["HOME"].map { $0 + "/.cache" } ?? "/tmp")
    return "\(base)/lesson/\(SHA256.hex(fields: [book.root]).prefix(16))"
  }

  /// Short, because a block's own socket paths must fit below it.
  private static func temporaryFolder(_ cache: String) -> String { cache + "/tmp" }

  private static func problem(_ book: BookFolder, _ message: String, _ remedy: String) -> Problem {
    Problem("engine", book.root, .init(line: 1, column: 1), message, remedy: remedy, severity: .engine)
  }
}
