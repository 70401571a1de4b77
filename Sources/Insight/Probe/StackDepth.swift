// StackDepth: how deep a thread may call, measured without falling off: a recursion that watches how much of the stack is
// left and turns back before the guard page.
// Relies on: CProbe for the stack's bounds.

import CProbe

/// The stack of one thread.
public struct ThreadStack: Hashable, Sendable {
  /// The lowest byte that may be used.
  public let low: Address
  /// The first byte above.
  public let high: Address

  /// Its size in bytes.
  public var byteCount: Int { high.distance(from: low) }

  /// The calling thread's stack. The main thread's grows up to the limit that `ulimit -s` names.
  public static var current: ThreadStack {
    let bounds = probe_thread_stack()
    return ThreadStack(low: Address(bits: UInt(bounds.low)), high: Address(bits: UInt(bounds.high)))
  }
}

/// What a recursion used.
public struct StackDepth: Hashable, Sendable {
  /// Calls before it turned back.
  public let frames: Int
  /// Bytes between the first and the last frame.
  public let bytes: Int

  /// States what was measured.
  public init(frames: Int, bytes: Int) {
    self.frames = frames
    self.bytes = bytes
  }

  /// Calls a function that calls itself until less than `reserve` bytes of the calling thread's stack are left.
  ///
  /// - Parameter reserve: In bytes; what the way back needs.
  /// - Complexity: O(stack size / frame size).
  public static func measure(reserve: Int = 64 << 10) -> StackDepth {
    let bottom = ThreadStack.current.low
    var marker = 0
    let start = address(of: &marker)
    let (frames, last) = descend(1, until: Address(bits: bottom.bits + UInt(reserve)))
    return StackDepth(frames: frames, bytes: start.distance(from: last))
  }

  /// One frame. Its result depends on what it calls, so that no optimizer turns it into a loop.
  @inline(never)
  private static func descend(_ depth: Int, until bottom: Address) -> (frames: Int, last: Address) {
    var local = depth
    let here = address(of: &local)
    guard here > bottom else { return (depth, here) }
    let deeper = descend(depth + 1, until: bottom)
    local = deeper.frames
    return (max(local, depth), deeper.last)
  }
}
