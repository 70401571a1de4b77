// BuiltObjects: a built module's objects. A build leaves the objects of sources that were deleted where they are, so what
// lies in the folder is more than what the module consists of.
// Relies on: SwiftPM's build folder: for Swift `output-file-map.json` with each source's object, for C a list of
// dependencies beside each object, the source first.

import Foundation

/// Which objects a built module consists of.
package enum BuiltObjects {
  /// The objects of the sources that are there, sorted.
  ///
  /// - Parameter folder: `.build/release/NAME.build`.
  /// - Complexity: O(files in the folder).
  package static func of(_ folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let objects = names.filter { $0.hasSuffix(".o") }.sorted().map { "\(folder)/\($0)" }
    guard let map = swiftSources(folder) else { return objects.filter(isCurrent) }
    return objects.filter { object in
      map[URL(fileURLWithPath: object).lastPathComponent].map(FileManager.default.fileExists) ?? false
    }
  }

  /// The source of each object, by the object's name; nil when this is no folder of a Swift module.
  private static func swiftSources(_ folder: String) -> [String: String]? {
    guard let data = FileManager.default.contents(atPath: "\(folder)/output-file-map.json"),
      let map = try? JSONDecoder().decode([String: [String: String]].self, from: data)
    else { return nil }
    let pairs = map.compactMap { source, files in
      files["object"].map { (URL(fileURLWithPath: $0).lastPathComponent, source) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// True when the source that a C object was made of is there, or nothing is said of it.
  private static func isCurrent(_ object: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: String(object.dropLast(2)) + ".d") else {
      return true
    }
    let text = String(decoding: data, as: UTF8.self).drop { $0 != ":" }.dropFirst().drop { $0 == " " }
    // As make writes names: a space within one stands behind a backslash.
    var source = ""
    var isEscaped = false
    for character in text {
      if character.isWhitespace, !isEscaped { break }
      isEscaped = character == "\\"
      if !isEscaped { source.append(character) }
    }
    return FileManager.default.fileExists(atPath: source)
  }
}
