// TreeFigure: questions one below the other, each with what it means when the answer is yes; a no leads to the next. One step
// a case: the questions that it was asked, and where it ended.
// Relies on: Svg. Invariant: every question is as high as the one with most lines, so that lines between them are equal.

/// What the tree shows.
public struct TreeState: Sendable {
  /// A question, and what a yes means; UTF-8.
  public typealias Question = (text: [UInt8], cause: [UInt8])

  /// A way through the tree.
  public struct Case: Sendable {
    /// The sentence, UTF-8, without its end.
    public var words: [UInt8]
    /// How many were asked; the last one with yes, or all with no.
    public var asked: Int
    /// Whether the last was answered with yes.
    public var endsWithYes: Bool

    /// Describes a way.
    public init(words: [UInt8], asked: Int, endsWithYes: Bool) {
      self.words = words
      self.asked = asked
      self.endsWithYes = endsWithYes
    }
  }

  /// In the order of asking.
  public var questions: [Question]
  /// What it is when every answer is no, UTF-8.
  public var otherwise: [UInt8]
  /// One a step.
  public var cases: [Case]

  /// Describes a tree.
  public init(questions: [Question], otherwise: [UInt8], cases: [Case]) {
    self.questions = questions
    self.otherwise = otherwise
    self.cases = cases
  }
}

/// Draws a tree of questions.
public enum TreeFigure: Figure {
  private static let line = 15
  private static let gap = 14
  private static let causeWidth = 96

  /// One a case.
  public static func steps(of state: TreeState) -> Int { max(state.cases.count, 1) }

  /// Draws one case's way.
  public static func draw(_ state: TreeState, step: Int, size: FigureSize) -> Svg {
    let width = size.width - causeWidth - 30
    let texts = state.questions.map { lines($0.text, most: (width - 16) * 10 / 66) }
    let height = (texts.map { $0.count }.max() ?? 1) * line + 10
    let pitch = height + gap
    var svg = Svg(width: size.width, height: state.questions.count * pitch + line + 14)
    let way = step < state.cases.count ? state.cases[step] : nil
    if let way {
      svg.escaped(way.words)
      svg.text(".")
    }
    svg.beginDrawing()
    for (index, text) in texts.enumerated() {
      let y = index * pitch
      let isAsked = index < way?.asked ?? 0
      let isYes = isAsked && way?.endsWithYes == true && index + 1 == way?.asked
      svg.rectangle(x: 1, y: y + 1, width: width, height: height, isYes ? "fresh" : isAsked ? "held" : "cell")
      for (row, part) in text.enumerated() {
        svg.beginLabel(x: 9, y: y + 5 + (row + 1) * line - 3, "head")
        svg.escaped(part)
        svg.endLabel()
      }
      connect("M", width + 1, y + height / 2, "h", 28, isYes, &svg)
      cause(state.questions[index].cause, x: width + 29, y: y + (height - line - 8) / 2 + 1, isYes, &svg)
      svg.label(x: width + 6, y: y + height / 2 - 4, "head", "yes")
      connect("M", 20, y + height + 1, "v", gap, isAsked && !isYes, &svg)
      svg.label(x: 26, y: y + height + 12, "head", "no")
    }
    let isNone = way.map { !$0.endsWithYes } ?? false
    cause(state.otherwise, x: 1, y: state.questions.count * pitch + 1, isNone, &svg)
    svg.end()
    return svg
  }

  /// The case's sentence.
  public static func words(_ state: TreeState, step: Int) -> [UInt8] {
    step < state.cases.count ? state.cases[step].words + [UInt8(ascii: ".")] : []
  }

  private static func cause(_ name: [UInt8], x: Int, y: Int, _ isIt: Bool, _ svg: inout Svg) {
    svg.rectangle(x: x, y: y, width: causeWidth, height: line + 8, isIt ? "live" : "cell")
    svg.beginLabel(x: x + 8, y: y + line + 1, isIt ? "head inverse" : "head")
    svg.escaped(name)
    svg.endLabel()
  }

  private static func connect(
    _ move: StaticString, _ x: Int, _ y: Int, _ direction: StaticString, _ length: Int, _ isTaken: Bool,
    _ svg: inout Svg
  ) {
    svg.beginPath(isTaken ? "ref fresh" : "ref")
    svg.text(move)
    svg.number(x)
    svg.text(" ")
    svg.number(y)
    svg.text(direction)
    svg.number(length)
    svg.endPath()
  }

  /// Broken at spaces; a word that is longer than a line has one for itself.
  private static func lines(_ text: [UInt8], most: Int) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for word in text.split(separator: UInt8(ascii: " ")) {
      if let last = lines.indices.last, lines[last].count + 1 + word.count <= most {
        lines[last] += [UInt8(ascii: " ")] + word
      } else {
        lines.append(Array(word))
      }
    }
    return lines
  }
}
