// Terminal: what a person in front of the screen gets: color only where it is seen and wanted, progress on long work, and
// that on standard error, so that standard output stays for results.
// Relies on: isatty, NO_COLOR (no-color.org), TERM.

import BookMarkdown
import BookVerify
import Foundation
import Synchronization
import Toolchain

/// The terminal of this process.
enum Terminal {
  /// True when standard error shows colors and the user has not refused them.
  static var usesColor: Bool { usesColor(descriptor: 2) }

  static func usesColor(descriptor: Int32) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    let refuses = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return isatty(descriptor) == 1 && !refuses
  }

  static func print(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
  static func printError(_ text: String) {
    FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  /// A complaint that needs no excerpt of its file.
  static func printError(_ problem: Problem) {
    printError(TerminalReport(usesColor: usesColor).render(problem, text: nil))
  }

  static func exit(_ code: Int32) -> Never {
    // An interrupt cut work short: its status is the command's.
    Interrupts.holdWhenEnding()
    Foundation.exit(code)
  }

  /// Asks a question that is answered by y or n; anything else, and no terminal, is no.
  static func confirms(_ question: String) -> Bool {
    guard isatty(0) == 1 else { return false }
    FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
    return readLine()?.lowercased().hasPrefix("y") ?? false
  }
}

/// A line that is written over again while work goes on; nothing where nobody looks.
final class Progress: Sendable {
  private let label: String
  private let isShown: Bool
  private let lock = Mutex(())

  init(_ label: String) {
    self.label = label
    isShown = isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  func update(_ done: Int, of count: Int) { show("\(done)/\(count)") }

  /// For work of unknown length.
  func update(_ done: Int) { show("\(done)") }

  private func show(_ text: String) {
    guard isShown else { return }
    lock.withLock { _ in FileHandle.standardError.write(Data("\r\(label) \(text)\u{1B}[K".utf8)) }
  }

  func clear() {
    guard isShown else { return }
    lock.withLock { _ in FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
