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

  /// What a summary has to admit, or nil when both could be had.
  package var gap: String? {
    switch (ownProcesses, noNetwork) {
    case (true, true): nil
    case (true, false): "network not isolated"
    case (false, true): "processes held by a subreaper only"
    case (false, false): "network not isolated, processes held by a subreaper only"
    }
  }
}
