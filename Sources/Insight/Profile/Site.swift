// Site: which frame of a stack a person would name. The innermost one whose source is the user's own; a system's library, what
// the compiler made, and an initializer that only allocates for another one are passed over.

import Foundation
import Pprof

/// A place of the user's own code.
public struct Site: Hashable, Sendable {
  /// For people.
  public var function: String
  /// Empty when there is no debug information; then `function` names the module, too.
  public var file: String
  /// From 1; 0 when unknown.
  public var line: Int

  /// Chooses the frame to name.
  ///
  /// - Complexity: O(frames).
  public init(of sample: Profile.Sample, in profile: Profile) {
    var best: (frame: Profile.Frame, module: String)?
    for index in sample.stack {
      let location = profile.locations[index]
      let module = location.mapping.map { profile.mappings[$0].file } ?? ""
      guard !Self.isSystem(module) else { continue }
      if let own = location.frames.first(where: Self.isOwn) {
        self.init(function: own.function, file: own.file, line: own.line)
        return
      }
      if best == nil, let frame = location.frames.last { best = (frame, module) }
    }
    let fallback = best ?? Self.innermost(of: sample, in: profile)
    guard let fallback else {
      self.init(function: "(no stack)", file: "", line: 0)
      return
    }
    let module = URL(fileURLWithPath: fallback.module).lastPathComponent
    self.init(function: "\(fallback.frame.function) in \(module)", file: "", line: 0)
  }

  init(function: String, file: String, line: Int) {
    self.function = function
    self.file = file
    self.line = line
  }

  private static func innermost(
    of sample: Profile.Sample, in profile: Profile
  ) -> (frame: Profile.Frame, module: String)? {
    guard let location = sample.stack.first.map({ profile.locations[$0] }), let frame = location.frames.last
    else { return nil }
    return (frame, location.mapping.map { profile.mappings[$0].file } ?? "")
  }

  /// A library that came with the system or the compiler.
  package static func isSystem(_ module: String) -> Bool {
    let folders = ["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"]
    return folders.contains { module.hasPrefix($0) } || module.contains("/usr/lib/swift/")
  }

  static func isOwn(_ frame: Profile.Frame) -> Bool {
    let foreign = [
      "/usr/include/", "/usr/lib/", "/home/build-user/", "@__swiftmacro_", "<compiler-generated>",
    ]
    let made = ["__allocating_init", "thunk", "partial apply"]
    return frame.line > 0 && !frame.file.isEmpty && !foreign.contains { frame.file.hasPrefix($0) }
      && !frame.file.contains("<compiler-generated>") && !made.contains { frame.function.contains($0) }
  }

  /// `file:line`, or nothing.
  public var place: String { file.isEmpty ? "" : "\(URL(fileURLWithPath: file).lastPathComponent):\(line)" }
}
