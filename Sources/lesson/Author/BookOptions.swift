// BookOptions: which book a command is about, and the tools for it. Shared by all commands of an author.
// Relies on: Workshop, which finds the toolchain; the executable's own place, from which the runner is found.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Toolchain

/// Options of every command that works on a book.
struct BookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A folder of Markdown to work on, with or without a Contents.md.",
      discussion: "Default: the book that the current folder belongs to.", valueName: "dir"))
  var book: String?

  /// Opens the book, or ends the command with what is wrong.
  func open() throws -> BookFolder {
    do {
      if let book { return try BookFolder.open(book) }
      return try BookFolder.find(from: FileManager.default.currentDirectoryPath)
    } catch {
      throw failure(error)
    }
  }

  /// The same book, read anew from where it stands.
  func reopen(_ book: BookFolder) throws(Problem) -> BookFolder { try BookFolder.open(book.root) }

  /// Finds the tools, or ends the command with what is missing.
  func workshop(for book: BookFolder) throws -> Workshop {
    do {
      var workshop = try Workshop(
        book, programs: Installation.programs, environment: ProcessInfo.processInfo.environment)
      workshop.executor.placementJudge = EscapePlacement(toolchain: workshop.toolchain)
      return workshop
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ problem: Problem) -> Exit {
    Terminal.printError(problem)
    return Exit(code: 2)
  }
}

/// Where the programs stand: beside this one in a build folder, there with another name when SwiftPM built it for a
/// plugin, or in PREFIX/libexec/lesson when installed.
enum Installation {
  static var executable: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  }

  /// The folder of this program.
  static var folder: String { URL(fileURLWithPath: executable).deletingLastPathComponent().path }

  /// What is installed beside it: a small book with the exercises and the modules that they import.
  static var share: String {
    URL(fileURLWithPath: folder).deletingLastPathComponent().appending(path: "share/lesson").path
  }

  /// The folder of the allocator as a library, where it is installed.
  static var mallocFolder: String {
    URL(fileURLWithPath: folder).deletingLastPathComponent().appending(path: "libexec/lesson").path
  }

  /// The checkout that this program was built in; nil when it is installed.
  static var checkout: String? {
    var folder = URL(fileURLWithPath: folder)
    while folder.path != "/" {
      if FileManager.default.isExecutableFile(atPath: folder.appending(path: "Scripts/build-malloc").path) {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  static var programs: Workshop.Programs {
    let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
    let beside = ["lesson-runner", "lesson-runner-tool"].map { folder.appending(path: $0).path }
    let installed = folder.deletingLastPathComponent().appending(path: "libexec/lesson/lesson-runner").path
    let runner = beside.first { FileManager.default.isExecutableFile(atPath: $0) } ?? installed
    return .init(lesson: executable, runner: runner)
  }
}

/// `--format` of reports.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
