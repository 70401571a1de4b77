// Peer: how a program in another language is built and run on this machine, when its compiler is here. The same
// commands as in the records of Chapters/measured, so that both speak of one thing.
// Relies on: PATH and the benchmarks' own virtual environment.

import Foundation
import Toolchain

/// A language of the peers.
struct Peer {
  let language: String
  private let compiler: String

  /// Nil when its compiler is not here.
  init?(language: String, path: String) {
    let names = ["c": "cc", "go": "go", "java": "java", "rust": "rustc"]
    guard let name = names[language], let compiler = Toolchain.find(name, in: path) else { return nil }
    self.language = language
    self.compiler = compiler
  }

  /// What to run, in order; the last one's output counts.
  func commands(source: String, cache: String) -> [[String]] {
    let name = SHA256.hex(fields: [source]).prefix(16)
    let binary = "\(cache)/peer-\(name)"
    switch language {
    case "c": return [[compiler, "-O2", "-pthread", "-o", binary, source], [binary]]
    case "rust": return [[compiler, "--edition", "2021", "-O", "-o", binary, source], [binary]]
    case "go": return [[compiler, "build", "-o", binary, source], [binary]]
    // Its performance data stands in a shared /tmp under a process id, which is 2 in every namespace.
    default: return [[compiler, "-XX:-UsePerfData", source]]
    }
  }

  func environment(cache: String) -> [String] {
    language == "go"
      ? ["GOCACHE=\(cache)/go", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOTELEMETRY=off"] : []
  }
}
