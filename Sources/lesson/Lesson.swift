// The `lesson` executable: one file a command, no logic.

import ArgumentParser

@main
struct Lesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Read, run and verify The Live Heap.", version: "0.1.0")
}
