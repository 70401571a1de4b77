// Misuse: what a guarded heap says of a program that uses a block wrongly: what was done, with which block, and the places of
// its allocation and its free. guard.c has the same numbers in its words.

/// What a program did wrong with a block.
public enum Misuse: Int32, Sendable {
  /// It freed a block that it had freed before.
  case freedTwice = 1
  /// It freed or resized an address that no request returned, or whose header it had overwritten.
  case noBlock
  /// It wrote past a block's end.
  case wrotePastEnd
  /// It wrote in front of a block.
  case wroteInFront
  /// It wrote into a block that it had freed.
  case wroteAfterFree
  /// It resized a block that it had freed, or asked for its size.
  case usedAfterFree
}

/// A misuse, with what is known of the block.
public struct MisuseReport: Sendable {
  /// What was done.
  public var misuse: Misuse
  /// The block's address.
  public var block: UInt
  /// What it was asked for, in bytes; 0 for what is no block.
  public var bytes: UInt = 0
  /// The first changed byte, counted from the block's start; 0 when none was.
  public var offset: Int = 0
  /// The code that asked for the block; 0 when nothing is known.
  public var allocatedAt: UInt = 0
  /// The code that freed it; 0 when it lives.
  public var freedAt: UInt = 0
}
