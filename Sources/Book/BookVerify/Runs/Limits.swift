// Limits: how far a block may go before it is stopped, and what the machine could hold it with.
// Relies on nothing.

/// Bounds on one run.
package struct Limits: Hashable, Sendable {
  /// Wall time in seconds.
  package var timeout = 10
  /// Bytes of each output stream.
  package var output = 1 << 20
  /// Resident bytes of the process and everything that it started.
  package var memory = 1 << 30
  /// Processes alive at once, its own among them.
  package var processes = 64
  package var openFiles = 256
  /// Bytes of the largest file that it writes.
  package var fileBytes = 64 << 20

  package init() {}
}

/// What a run was held with.
package struct Isolation: Hashable, Sendable {
  /// True when everything that a run starts ends with it for certain: a PID namespace.
  package var ownProcesses: Bool
  /// True when it had no network.
  package var noNetwork: Bool

  /// True when it saw no file of another run.
  package var ownFiles: Bool

  /// What a summary has to admit, or nil when all could be had.
  package var gap: String? {
    let gaps = [
      noNetwork ? nil : "network not isolated",
      ownProcesses ? nil : "processes held by a subreaper only",
      ownFiles ? nil : "files of other runs visible",
    ].compactMap(\.self)
    return gaps.isEmpty ? nil : gaps.joined(separator: ", ")
  }
}
