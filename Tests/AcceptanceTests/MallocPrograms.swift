// MallocPrograms: the preloaded libraries and the C programs of the fixtures that run on them, each made once a process.
// Relies on: `lesson malloc --print-library`, clang.

import Foundation
import Testing

enum MallocPrograms {
  /// Goes with the process.
  private static let folder = {
    atexit { try? FileManager.default.removeItem(atPath: "/tmp/malloc-\(getpid())") }
    return "/tmp/malloc-\(getpid())"
  }()

  /// The allocator as malloc.
  static let library = Result { try printed([]) }
  /// The same with every block fenced.
  static let guarded = Result { try printed(["--guard"]) }

  private static func printed(_ options: [String]) throws -> String {
    let result = try CommandRun([TemporaryBook.lesson, "malloc"] + options + ["--print-library"])
    try #require(result.status == 0, "\(result.errors)")
    return String(result.output.dropLast())
  }

  /// A C program, compiled without the compiler's own knowledge of malloc.
  static func compiled(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: program) else { return program }
    // Beside it and renamed, because two tests may ask at once. Exported symbols give a misuse's place a name.
    let draft = "\(program).\(UInt64.random(in: 0...UInt64.max))"
    let result = try CommandRun([
      "clang", "-O1", "-fno-builtin", "-pthread", "-rdynamic", "-w",
      "\(TemporaryBook.root)/Tests/Fixtures/malloc/\(name).c", "-o", draft,
    ])
    try #require(result.status == 0, "\(result.errors)")
    rename(draft, program)
    return program
  }
}
