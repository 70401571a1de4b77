// The command plugin `swift package check-docs`: verifies the docs of the package that it is called in. It only finds the
// package and calls `lesson check --package`; what it is given goes on as it is.
// Relies on: `lesson` and `lesson-runner`, which SwiftPM builds for it.

import Foundation
import PackagePlugin

@main
struct CheckDocs: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let lesson = Process()
    lesson.executableURL = try context.tool(named: "lesson").url
    // Who calls the plugin of a dependency has built and run that package's code already.
    lesson.arguments = ["check", "--package", context.package.directoryURL.path, "--yes"] + arguments
    try lesson.run()
    lesson.waitUntilExit()
    if lesson.terminationStatus != 0 { exit(lesson.terminationStatus) }
  }
}
