// FoldedStacks: a line for each stack, as every flame graph reads it: frames from the outermost on, with semicolons between,
// and a number. Source: brendangregg/FlameGraph, stackcollapse.

extension Profile {
  /// The stacks with their sums of one value, in the order of their text; those of 0 are left out.
  ///
  /// - Complexity: O(frames × log stacks).
  public func foldedStacks(of type: String) -> String {
    guard let index = valueTypes.firstIndex(where: { $0.kind == type }) else { return "" }
    var sums: [String: Int] = [:]
    for sample in samples where sample.values[index] != 0 {
      let names = frames(of: sample).reversed().map { Self.word($0.function) }
      sums[names.joined(separator: ";"), default: 0] += sample.values[index]
    }
    return sums.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
  }

  /// A name that neither ends a frame nor a line.
  private static func word(_ name: String) -> String {
    String(name.map { $0 == ";" ? ":" : $0 == "\n" ? " " : $0 })
  }
}
