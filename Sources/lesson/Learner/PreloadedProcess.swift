// PreloadedProcess: a process with the leak probe in front of it, as the server's source: each request is a question to it.
// Behind a shell it is the first process that has tasks.

import Foundation
import LeakCheck
import Probe
import ProbeRoutes
import Synchronization
import TaskProfiles
import Traces

final class PreloadedProcess: ProbeSource {
  let program: String
  private let probed: ProbedProgram
  private let started = Mutex<Int?>(nil)
  private let chosen = Mutex<Int?>(nil)

  init(_ probed: ProbedProgram, program: String) {
    self.probed = probed
    self.program = program
  }

  /// Says which process was started.
  func begin(_ process: Int) { started.withLock { $0 = process } }

  private func process() throws -> Int {
    guard let first = started.withLock({ $0 }) else { throw Unavailable("the program has not begun") }
    let all = [first] + probed.processes.filter { $0 != first }
    // One that was chosen may have ended.
    if let known = chosen.withLock({ $0 }), all.contains(known), kill(pid_t(known), 0) == 0 { return known }
    let best = all.first { ((try? probed.numbers(of: $0)) ?? nil)?.knowsTasks == 1 }
    if let best { chosen.withLock { $0 = best } }
    return best ?? first
  }

  private func ask<Answer>(_ question: (Int) throws -> Answer) throws -> Answer {
    do { return try question(try process()) } catch let silence as ProbedProgram.NoAnswer {
      throw Unavailable(silence.message)
    }
  }

  func moment() throws -> Snapshot { try ask { try probed.ask($0, for: .moment) } }
  func blocks() throws -> Snapshot { try ask { try probed.ask($0, for: .blocks) } }
  func trace(seconds: Int) throws -> EventTrace {
    try ask { try EventTrace(try probed.trace($0, seconds: seconds)) }
  }
  func metrics() throws -> RuntimeMetrics {
    try ask { RuntimeMetrics(try probed.numbers(of: $0), process: "\($0)") }
  }
}
