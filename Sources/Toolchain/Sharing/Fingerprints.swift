// Fingerprints: what a toolchain and a package's modules are, by their bytes: the same on every machine that has the same,
// unlike sizes and times. Each is taken once and remembered by size and time.
// Relies on: sha256sum of coreutils, which reads a compiler of 200 MB in half a second.

import Foundation

extension Toolchain {
  /// The hash of the frontend's bytes, with what else decides an object; nil when it cannot be taken.
  ///
  /// - Parameter memory: A file that remembers it.
  package func fingerprint(memory: String) -> String? {
    try? Self.remembered(of: frontend, in: memory) {
      guard let hash = Self.hash(of: [frontend]) else { throw ChildProcess.Failure(message: "no hash") }
      return SHA256.hex(fields: [identity, hash])
    }
  }

  /// One hash for the bytes of all these files, in order.
  static func hash(of files: [String]) -> String? {
    guard let result = try? ChildProcess("/usr/bin/sha256sum", ["--"] + files).run(),
      result.ending == .exit(0)
    else { return nil }
    let hashes = result.standardOutput.split(separator: 10).map {
      String(decoding: $0.prefix(64), as: UTF8.self)
    }
    return hashes.count == files.count ? SHA256.hex(fields: hashes) : nil
  }
}

extension ModuleLibrary {
  /// The hash of the modules' objects and interfaces and of the options that come with them. Nil when it cannot be taken,
  /// and with macros of their own, which are programs that decide what an object is.
  package var fingerprint: String? {
    guard !arguments.contains(where: { $0.hasPrefix("-load-plugin") || $0 == "-plugin-path" }) else {
      return nil
    }
    let options = arguments.filter { !$0.contains("/") }
    let interfaces = searchFolders.flatMap { folder in
      (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".swiftmodule") || $0.hasSuffix(".h") || $0.hasSuffix(".modulemap") }
        .sorted().map { "\(folder)/\($0)" }
    }.filter { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
    }
    let files = (image.map { [$0] } ?? []) + interfaces
    guard let hash = files.isEmpty ? "none" : Toolchain.hash(of: files) else { return nil }
    return SHA256.hex(fields: [hash] + options)
  }

  /// Where the compiler finds their interfaces.
  private var searchFolders: [String] {
    zip(arguments, arguments.dropFirst()).filter { $0.0 == "-I" }.map(\.1)
  }
}
