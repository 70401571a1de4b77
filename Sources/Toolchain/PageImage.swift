// PageImage: our own sources as wasm that a page drives: no import, its functions exported by name. All Swift files are one
// module, and every function that nothing reaches is left out.
// Relies on: the toolchain's clang and wasm-ld; Live/heap.c for what Embedded Swift wants of C.
// Invariant: the bytes depend on the sources' text and order and on the toolchain, not on where anything stands.

import Foundation

/// What a wasm image is made of. All paths are absolute.
package struct PageSources: Sendable {
  /// Swift files, in this order.
  package var swift: [String]
  /// One more Swift file, as text.
  package var text: String
  /// C files.
  package var c: [String]
  /// Folders with C modules.
  package var includes: [String]
  /// Names to define for Swift.
  package var defines: [String]

  /// Sources of a package, by paths relative to its root; a folder stands for the Swift files in it and below it.
  package init(
    in root: String, swift: [String], text: String = "", c: [String] = [], includes: [String] = [],
    defines: [String] = []
  ) {
    self.swift = swift.flatMap { path -> [String] in
      let path = "\(root)/\(path)"
      if path.hasSuffix(".swift") { return [path] }
      let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix(".swift") }.sorted().map { "\(path)/\($0)" }
    }
    self.text = text
    self.c = c.map { "\(root)/\($0)" }
    self.includes = includes.map { "\(root)/\($0)" }
    self.defines = defines
  }

  /// A name for how images are made; another way has another name, so that nothing old is taken from a cache.
  package static let recipe = "page-2"
}

extension Toolchain {
  /// True when this toolchain has what a page's images need.
  package var makesPageImages: Bool {
    ["wasm-ld", "clang"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/bin/\($0)") }
  }

  /// Compiles sources to wasm, with files in `folder`.
  ///
  /// - Returns: The module's bytes.
  /// - Throws: `ChildProcess.Failure` when a tool is missing, or with what it says against the sources.
  package func makePageImage(_ sources: PageSources, in folder: String) throws(ChildProcess.Failure)
    -> [UInt8]
  {
    guard makesPageImages else {
      throw ChildProcess.Failure(message: "this toolchain has no wasm-ld or clang, which labs need")
    }
    let text = try write(sources.text, to: folder + "/text.swift")
    try run(
      "swift-frontend",
      pageArguments(sources, text: text, object: folder + "/page.o") + [
        "-module-cache-path", moduleCache ?? folder + "/modules",
      ])
    let heap = try write(PackageResources.heap_c_txt, to: folder + "/heap.c")
    let objects = try pageObjects([heap] + sources.c, includes: sources.includes, in: folder)
    let image = folder + "/page.wasm"
    // The stack lies first: what overflows it traps instead of writing into data.
    try linkPage([folder + "/page.o"] + objects, to: image, options: ["--stack-first"])
    guard let bytes = FileManager.default.contents(atPath: image) else {
      throw ChildProcess.Failure(message: "cannot read \(image)")
    }
    return Array(bytes)
  }

  private func pageArguments(_ sources: PageSources, text: String, object: String) -> [String] {
    // Small rather than fast; no stack protector, whose functions nobody has. The same sources run natively, under the same
    // random actions, with arithmetic and exclusivity checked; here these checks would be a sixth of the bytes. Incremental
    // code generation would leave a hash in the data, into which the sources' folder goes.
    ["-frontend", "-c", text] + sources.swift + [
      "-module-name", "page", "-package-name", "live-heap", "-target", Self.pageTarget,
      "-enable-experimental-feature", "Embedded", "-parse-as-library", "-Osize", "-swift-version", "6",
      "-disable-stack-protector", "-enforce-exclusivity=unchecked", "-remove-runtime-asserts",
      "-disable-incremental-llvm-codegen",
      "-diagnostic-style", "llvm", "-o", object,
    ] + sources.includes.flatMap { ["-I", $0] } + sources.defines.flatMap { ["-D", $0] }
  }

  /// Links a module of what its exports reach.
  func linkPage(
    _ objects: [String], to image: String, options: [String] = []
  ) throws(ChildProcess.Failure) {
    let unicode = "\(folder)/lib/swift/embedded/\(Self.pageTarget)/libswiftUnicodeDataTables.a"
    try run(
      "wasm-ld",
      ["--no-entry", "--gc-sections", "--strip-all", "-O2", "-z", "stack-size=65536"] + options + objects
        + [unicode, "-o", image])
  }

  /// Compiles C files for bare wasm.
  ///
  /// - Returns: The objects, in the order of the files.
  func pageObjects(
    _ files: [String], includes: [String] = [], in folder: String
  ) throws(ChildProcess.Failure) -> [String] {
    var objects: [String] = []
    for (index, file) in files.enumerated() {
      let object = "\(folder)/c\(index).o"
      try run(
        "clang",
        [
          "--target=" + Self.pageTarget, "-Oz", "-ffreestanding", "-fno-builtin", "-nostdlib",
        ] + includes.flatMap { ["-I", $0] } + ["-c", file, "-o", object])
      objects.append(object)
    }
    return objects
  }
}
