// PreloadedProgram: a program that somebody else wrote, started with a library of ours in front of its own. Its input and
// output are the user's; only the library's account comes to us, through a file.
// Source: ld.so(8) for LD_PRELOAD, posix_spawn(3). Relies on: the library writing PREFIX.PID when a process ends.

import Foundation
import Toolchain

/// How a program ended, and what its processes left.
public struct PreloadedProgram: Sendable {
  /// As a shell says it: the exit status, or 128 and the signal's number.
  public var status: Int
  /// The account of the process that was started; nil when it left none: it was killed, called `_exit`, or is static.
  public var account: MallocAccount?
  /// How many processes left an account, its children included.
  public var processes: Int
  /// The traces of all processes, by process number; empty where none was asked for.
  public var traces: [Int: String] = [:]
  /// The process that was started.
  public var process = 0

  /// Where a program's output goes.
  public enum Output: Sendable {
    /// To our own streams.
    case own
    /// All of it to our error stream, where our output is a report.
    case error
    case nowhere
  }

  /// Why it could not be started.
  public struct Failure: Error, Hashable {
    /// What is wrong.
    public var message: String
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - command: The program's name or path, and its arguments.
  ///   - library: What stands in front of its own libraries.
  ///   - folder: For accounts; nil starts the program without asking for one, at full speed.
  ///   - traces: A folder for traces; nil starts the program without asking for one.
  ///   - environment: Of the program, without LD_PRELOAD.
  /// - Throws: `Failure`.
  public static func run(
    _ command: [String], with library: String, accountsIn folder: String?, tracesIn traces: String? = nil,
    environment: [String: String]
  ) throws(Failure) -> PreloadedProgram {
    var environment = environment
    if let folder { environment["LIVE_MALLOC_REPORT"] = folder + "/account" }
    if let traces { environment["LIVE_MALLOC_TRACE"] = traces + "/trace" }
    let (process, status) = try run(command, with: library, environment: environment)
    let accounts = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    let own = folder.flatMap { FileManager.default.contents(atPath: "\($0)/account.\(process)") }
    return PreloadedProgram(
      status: status, account: own.flatMap { MallocAccount(String(decoding: $0, as: UTF8.self)) },
      processes: accounts.count { $0.hasPrefix("account.") }, traces: Self.traces(in: traces),
      process: process)
  }

  /// The paths of the traces in a folder.
  private static func traces(in folder: String?) -> [Int: String] {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return [:]
    }
    let pairs = names.compactMap { name in
      name.hasPrefix("trace.") ? Int(name.dropFirst(6)).map { ($0, "\(folder)/\(name)") } : nil
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Runs a program to its end, and reads no account of it.
  ///
  /// - Parameters:
  ///   - limit: Seconds after which it is killed.
  ///   - output: Where its output goes.
  ///   - whileRunning: Called some hundred times a second with its number; without it nothing is done until it ends.
  /// - Returns: Its number, and how it ended, as a shell says it.
  /// - Throws: `Failure`.
  public static func run(
    _ command: [String], with library: String, environment: [String: String], limit: Double? = nil,
    output: Output = .own, whileRunning: ((Int) -> Void)? = nil
  ) throws(Failure) -> (process: Int, status: Int) {
    var environment = environment
    environment["LD_PRELOAD"] = [library, environment["LD_PRELOAD"] ?? ""].filter { !$0.isEmpty }.joined(
      separator: ":")
    let process = try spawn(command, environment, output)
    let start = Clock.seconds()
    var ending: Int32 = 0
    while true {
      let ended = waitpid(process, &ending, limit == nil && whileRunning == nil ? 0 : WNOHANG)
      if ended == process { break }
      guard ended == 0 else { continue }
      whileRunning?(Int(process))
      if let limit, Clock.seconds() - start > limit { kill(process, SIGKILL) }
      usleep(5_000)
    }
    return (Int(process), ending & 0x7F == 0 ? Int(ending >> 8 & 0xFF) : 128 + Int(ending & 0x7F))
  }

  /// With our own streams, and with the signals that we hold back for ourselves let through.
  private static func spawn(
    _ command: [String], _ environment: [String: String], _ output: Output
  ) throws(Failure) -> pid_t {
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    guard let name = command.first, let file = name.contains("/") ? name : Toolchain.find(name, in: path)
    else {
      throw Failure(message: "there is no program '\(command.first ?? "")' in PATH")
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var standard = sigset_t()
    sigemptyset(&standard)
    sigaddset(&standard, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    switch output {
    case .own: break
    case .error: posix_spawn_file_actions_adddup2(&actions, 2, 1)
    case .nowhere:
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    let error = posix_spawn(&process, file, &actions, &attributes, words, variables)
    guard error == 0 else {
      throw Failure(message: "\(file) cannot be started: \(String(cString: strerror(error)))")
    }
    return process
  }
}
