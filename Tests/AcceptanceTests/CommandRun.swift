// CommandRun: a program as a user starts it, with an environment of its own, and what it gave.
// Relies on: ChildProcess, which leaves no signal blocked in the child as Foundation's Process does here.

import Foundation
import Testing
import Toolchain

/// What a program gave.
struct CommandRun {
  /// The exit status, or 128 and the signal's number.
  var status: Int32
  var output: String
  var errors: String

  static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - command: A name in PATH or a path, and the arguments.
  ///   - preload: A library for LD_PRELOAD.
  init(_ command: [String], preload: String? = nil) throws {
    let program = try #require(
      command[0].contains("/") ? command[0] : Toolchain.find(command[0], in: Self.path),
      "\(command[0]) is not installed")
    var environment = [
      "PATH=\(Self.path)", "HOME=/tmp", "LANG=C.UTF-8", "TZ=UTC", "PYTHONHASHSEED=0", "PERL_HASH_SEED=0",
    ]
    if let preload { environment.append("LD_PRELOAD=\(preload)") }
    var child = ChildProcess(program, Array(command.dropFirst()), environment: environment)
    child.outputLimit = 16 << 20
    let result = try child.run()
    status =
      switch result.ending {
      case .exit(let status): status
      case .signal(let number): 128 + number
      }
    output = String(decoding: result.standardOutput, as: UTF8.self)
    errors = String(decoding: result.standardError, as: UTF8.self)
  }
}
