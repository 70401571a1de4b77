// The `lesson` executable. Each command stands in a file of its own and holds no logic: it reads its arguments, calls a
// module, and prints what it gives back.
// Relies on: ArgumentParser for help, completions and did-you-mean.

import ArgumentParser
import HeapProfiles
import Preload
import Toolchain

@main
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "The Live Heap: run its lessons, verify its chapters, build its pages.",
    discussion: """
      A reader needs none of this: open site/index.html.
      A learner starts with 'lesson list' and 'lesson run values/stack-heap'; 'lesson practice' has the exercises.
      An author starts with 'lesson check', and 'lesson check --book DIR' verifies the Swift in any folder of Markdown.
      'lesson escape FILE' tells where a Swift program allocates, and why it is not the stack.
      'lesson leaks FILE' says what a program leaks and who holds it; 'lesson leaks -- CMD' any program.
      'lesson malloc -- CMD' runs any program on the book's allocator, 'lesson heap -- CMD' says what its memory is for, 'lesson cpu -- CMD' its time.
      'lesson tasks -- CMD' says which tasks it has and what they wait for; 'lesson probe -- CMD' answers over HTTP;
      'lesson trace -o FILE -- CMD' writes what it did in time, for Perfetto.
      'lesson init' adds doc tests to a Swift package, and 'lesson check --package .' runs them.

      Exit status: 0 good, 1 a check failed, 2 wrong use or something missing.
      """,
    version: "lesson 0.1.0",
    groupedSubcommands: [
      CommandGroup(name: "Learning", subcommands: [ListLessons.self, Run.self, Show.self, Practice.self]),
      CommandGroup(
        name: "Writing",
        subcommands: [
          Check.self, Accept.self, Watch.self, Explain.self, AuditBook.self, Merge.self, Build.self,
          Serve.self, Init.self,
        ]),
      CommandGroup(
        name: "Looking into programs",
        subcommands: [
          CPUCommand.self, EscapeCommand.self, Heap.self, Leaks.self, Malloc.self, ProbeCommand.self,
          Tasks.self, Trace.self,
        ]),
    ])

  static func main() {
    Interrupts.install()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let status as Exit {
      Terminal.exit(status.code)
    } catch {
      if let refusal = Exit.refusal(of: error) { Terminal.exit(refusal.code) }
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      Terminal.printError(fullMessage(for: error))
      Terminal.exit(code == .failure ? 2 : code.rawValue == 64 ? 2 : code.rawValue)
    }
  }
}

/// How a command ends when it has said everything already.
struct Exit: Error {
  var code: Int32

  /// Says why nothing can be done, and what would help.
  static func refusing(_ message: String, _ remedy: String? = nil) -> Exit {
    Terminal.printError("error: \(message)" + (remedy.map { "\n  \($0)" } ?? ""))
    return Exit(code: 2)
  }

  /// What any command can lack, or fail to start, said with its remedy; nil for what a command has to answer for itself.
  static func refusal(of error: any Error) -> Exit? {
    switch error {
    case let missing as BuiltLibrary.Missing: refusing(missing.message, missing.remedy)
    case let missing as Symbolizer.Missing: refusing(missing.message, missing.remedy)
    case let missing as Toolchain.Missing: refusing(missing.message, missing.remedy)
    case let failure as PreloadedProgram.Failure: refusing(failure.message)
    case let failure as ChildProcess.Failure: refusing(failure.message)
    default: nil
    }
  }
}
