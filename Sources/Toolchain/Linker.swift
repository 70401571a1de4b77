// Linker: objects → one shared object that the runner can load. A shared object with open symbols links in a few
// milliseconds, because the Swift libraries need not be read; the runner has them already.
// Relies on: Toolchain's linker; AutolinkEntries for the libraries that an object's imports ask for.

import Foundation

extension Toolchain {
  /// Libraries that the runner is linked with; naming them again would only cost the linker's time.
  private static let inRunner: Set<String> = [
    "-lswiftCore", "-lswift_StringProcessing", "-lswift_RegexParser", "-lswift_Concurrency", "-lm",
    "-lpthread", "-lutil",
    "-ldl",
  ]

  /// The arguments of the linker, as `explain` prints them.
  package func linkArguments(objects: [String], libraries: [String], image: String) -> [String] {
    var arguments = ["-shared", "--eh-frame-hdr", "-o", image] + objects + [startUp]
    let wanted = libraries.filter { !Self.inRunner.contains($0) }
    if !wanted.isEmpty {
      if let stubs { arguments += ["-L", stubs] }
      arguments += ["-L", runtime, "-rpath", runtime] + wanted
    }
    return arguments
  }

  /// Links `objects` to `image`.
  package func link(objects: [String], to image: String) throws(ChildProcess.Failure) {
    var libraries: [String] = []
    for object in objects {
      guard let data = FileManager.default.contents(atPath: object) else { continue }
      for entry in AutolinkEntries.read(data) where entry.hasPrefix("-l") && !libraries.contains(entry) {
        libraries.append(entry)
      }
    }
    if let stubs { try LinkStubs.make(for: libraries, in: stubs, self) }
    let arguments = linkArguments(objects: objects, libraries: libraries, image: image)
    let result = try ChildProcess(linker, arguments, environment: ["LANG=C.UTF-8"]).run()
    guard result.ending == .exit(0) else {
      let text = String(decoding: result.standardError, as: UTF8.self)
      throw ChildProcess.Failure(message: "the linker failed: \(text)")
    }
  }
}

/// What an object's imports ask the linker for: the section `.swift1_autolink_entries` of an ELF64 file, a list of
/// NUL-terminated options. Reading it here saves a process (`swift-autolink-extract`) for each block.
package enum AutolinkEntries {
  /// The entries, in order; none for a file that is no little-endian ELF64.
  ///
  /// - Complexity: O(sections).
  package static func read(_ data: Data) -> [String] {
    let bytes = [UInt8](data)
    guard bytes.count > 64, bytes[..<6].elementsEqual([0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return [] }
    func number(_ at: Int, _ size: Int) -> Int {
      guard at >= 0, at + size <= bytes.count else { return 0 }
      return (0..<size).reduce(0) { $0 | Int(truncatingIfNeeded: UInt64(bytes[at + $1]) << (8 * UInt64($1))) }
    }
    let table = number(40, 8)
    let size = number(58, 2)
    let count = number(60, 2)
    let names = number(table + number(62, 2) * size + 24, 8)
    for index in 0..<count {
      let header = table + index * size
      let name = names + number(header, 4)
      guard name > 0, name < bytes.count,
        bytes[name...].starts(with: Array(".swift1_autolink_entries\0".utf8))
      else {
        continue
      }
      let start = number(header + 24, 8)
      let end = min(start + number(header + 32, 8), bytes.count)
      guard start < end else { return [] }
      return bytes[start..<end].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
    return []
  }
}
