// EscapeCommand+Modules: what loose files need beside their own text: the folders that -I names, and the book's own modules, which
// its examples import.
// Relies on: ModuleLibrary; Contents.md of the book that this program belongs to, for the modules' names.

import BookPrograms
import BookVerify
import Escape
import Foundation
import Toolchain

extension EscapeCommand {
  /// What the compiler is told beside the level.
  func arguments(with library: ModuleLibrary?) -> [String] {
    imports.flatMap(ModuleLibrary.arguments(forFolder:)) + compilerArguments + (library?.arguments ?? [])
  }

  /// The book's own modules, when the files import one of them.
  ///
  /// - Throws: `ModuleLibrary.Missing` when they are not built.
  func library(for source: EscapeSource) throws -> ModuleLibrary? {
    let root = Installation.checkout ?? Installation.share
    guard !source.imports.isEmpty, let book = try? BookFolder.open(root),
      !source.imports.isDisjoint(with: book.contents.modules)
    else { return nil }
    return try ModuleLibrary.make(
      book.contents.modules, build: root + "/.build/release", sources: root,
      cache: Workshop.userCache(ProcessInfo.processInfo.environment), toolchain: source.toolchain)
  }
}
