// EscapePlacement: the engine's question about placement, answered by what Escape reads from the optimized SIL.

import BookVerify
import Escape
import Toolchain

/// Asks Escape.
struct EscapePlacement: PlacementJudge {
  var toolchain: Toolchain

  func placements(
    of compilation: Compilation, file: String, in folder: String
  ) throws(ChildProcess.Failure) -> Placements {
    let found = try toolchain.allocationSites(of: compilation, file: file, in: folder)
    let sites = found.sites.map {
      Placements.Site(
        line: $0.line, isOnHeap: $0.verdict == .heap, type: $0.type, kind: $0.kind.rawValue,
        reason: $0.reason.rawValue)
    }
    return Placements(sites: sites, types: found.types)
  }
}
