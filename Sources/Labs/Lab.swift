// Lab: a figure that one can drive: a machine over one of the book's real kernels, which does what it is asked and says what
// happened. Its picture is drawn by the same code natively, for the sequence that every page has, and as wasm, for the
// reader's own hands.
// Relies on: Figures. Compiled as Embedded Swift, all files of a lab and of its kernel as one module; hence the conditional
// imports. Guides, which hold the words, stay native.

#if canImport(Figures)
  import Figures
#endif

/// A machine that a reader drives.
public protocol Lab: AnyObject {
  /// The first state.
  init()

  /// Does one thing. Any numbers are allowed: what makes no sense is refused, and that is an event, too.
  ///
  /// - Returns: The event's number, an index into the guide's sentences.
  func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int

  /// The state as a picture.
  func draw(_ size: FigureSize) -> Svg

  /// Whether all that must be true of the kernel is true.
  var holds: Bool { get }
}
