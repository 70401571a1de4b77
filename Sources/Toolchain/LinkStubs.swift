// LinkStubs: a shared object may leave its symbols open, so that all the linker needs of a library is its name. Foundation's
// take it 26 ms to read; a stand-in of the same name and no content takes none. At run time the real one is found.
// Relies on: the runtime's libraries having their files' names as sonames (checked by a test).

import Foundation

enum LinkStubs {
  /// Makes what is missing in `folder` for those `-lNAME` that the toolchain's runtime has.
  static func make(
    for libraries: [String], in folder: String, _ toolchain: Toolchain
  ) throws(ChildProcess.Failure) {
    for library in libraries {
      let name = "lib\(library.dropFirst(2)).so"
      guard FileManager.default.fileExists(atPath: "\(toolchain.runtime)/\(name)"),
        !FileManager.default.fileExists(atPath: "\(folder)/\(name)")
      else { continue }
      try make(name, in: folder, toolchain)
    }
  }

  /// Beside its place first, for two runs may make the same one at once.
  private static func make(
    _ name: String, in folder: String, _ toolchain: Toolchain
  ) throws(ChildProcess.Failure) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let draft = "\(folder)/\(name).\(UInt64.random(in: 0...UInt64.max))"
    let arguments = ["-shared", "-soname", name, "-o", draft, toolchain.startUp]
    let result = try ChildProcess(toolchain.linker, arguments, environment: ["LANG=C.UTF-8"]).run()
    guard result.ending == .exit(0), rename(draft, "\(folder)/\(name)") == 0 else {
      throw ChildProcess.Failure(
        message: "cannot make \(folder)/\(name): \(String(decoding: result.standardError, as: UTF8.self))")
    }
  }
}
