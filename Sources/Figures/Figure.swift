// Figure: a picture is a pure function of its state. A sequence of steps is the machine's real run: each step is what had
// happened by then, and its sentence.
// Relies on: Svg.

/// A picture that can be drawn at two widths: for a page, and for a phone.
public protocol Figure {
  /// What it shows.
  associatedtype State

  /// The steps of a state's story, at least one.
  static func steps(of state: State) -> Int

  /// Draws one step.
  static func draw(_ state: State, step: Int, size: FigureSize) -> Svg

  /// The step's sentence, UTF-8.
  static func words(_ state: State, step: Int) -> [UInt8]
}

/// The two widths of every picture, in units of its view box.
public enum FigureSize: Sendable {
  /// 640 wide.
  case wide
  /// 360 wide.
  case narrow

  /// The width in units.
  public var width: Int {
    switch self {
    case .wide: 640
    case .narrow: 360
    }
  }
}
