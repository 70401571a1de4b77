// LiveImage: a source as Embedded Swift in wasm, which a page can run and so can a check. The same text is compiled
// natively elsewhere; here it is held to what Embedded Swift has: no Foundation, no concurrency, few existentials.
// Relies on: the toolchain's clang, wasm-ld and wasmkit; Live/, which stands in for a C library. Standard output is WASI's
// fd_write, the only import, because that is what runs outside of a browser as well.
// Invariant: the bytes depend on the source and on the toolchain, not on the folder.

import Foundation

/// How a source becomes wasm.
package struct LiveImage: Sendable {
  /// The module, when the source compiled.
  package var file: String?
  /// What came of compiling it.
  package var compiled: Compilation.Result

  /// A name for how images are made; another way has another name, so that nothing old is taken from a cache.
  package static let recipe = "live-2"
}

extension Toolchain {
  static let pageTarget = "wasm32-unknown-none-wasm"

  /// The program that runs a module outside of a browser.
  package var wasmRuntime: String { folder + "/bin/wasmkit" }

  /// True when this toolchain has what live blocks need.
  package var makesLiveImages: Bool {
    [folder + "/bin/wasm-ld", folder + "/bin/clang", wasmRuntime].allSatisfy {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private func liveArguments(sources: [String], object: String) -> [String] {
    // Mode 5: without concurrency there is no main actor, so mode 6 would refuse every global variable. The native
    // compilation has judged the text in its own mode.
    ["-frontend", "-c"] + sources + [
      "-module-name", "live", "-target", Self.pageTarget, "-enable-experimental-feature", "Embedded",
      "-Osize",
      "-swift-version", "5", "-entry-point-function-name", "lesson_main", "-disable-stack-protector",
      // It would leave a hash in the data, into which the folder goes; the bytes are everybody's.
      "-disable-incremental-llvm-codegen",
      "-diagnostic-style", "llvm", "-debug-diagnostic-names", "-o", object,
    ]
  }

  /// Compiles `source` to wasm in `folder`.
  ///
  /// - Throws: `ChildProcess.Failure` when a tool is missing or fails otherwise than by refusing the source.
  package func makeLiveImage(_ source: String, in folder: String) throws(ChildProcess.Failure) -> LiveImage {
    guard makesLiveImages else {
      throw ChildProcess.Failure(
        message: "this toolchain has no wasm-ld, clang or wasmkit, which live blocks need")
    }
    let main = try write(source, to: folder + "/main.swift")
    let prelude = try write(PackageResources.prelude_swift_txt, to: folder + "/prelude.swift")
    let runtime = [
      try write(PackageResources.heap_c_txt, to: folder + "/heap.c"),
      try write(PackageResources.start_c_txt, to: folder + "/start.c"),
    ]
    let compiled = try run(liveArguments(sources: [main, prelude], object: folder + "/main.o"), in: folder)
    guard compiled.succeeded else { return LiveImage(file: nil, compiled: compiled) }
    let objects = try pageObjects(runtime, in: folder)
    let image = folder + "/live.wasm"
    try linkPage([folder + "/main.o"] + objects, to: image)
    return LiveImage(file: image, compiled: compiled)
  }

  func run(_ tool: String, _ arguments: [String]) throws(ChildProcess.Failure) {
    let child = ChildProcess(folder + "/bin/" + tool, arguments, environment: ["LANG=C.UTF-8"])
    let result = try child.run()
    guard result.ending == .exit(0) else {
      let text = String(decoding: result.standardError, as: UTF8.self)
      throw ChildProcess.Failure(message: "\(tool) failed: \(text)")
    }
  }
}
