// Profile+Encoding: a profile as the bytes that `go tool pprof` reads, and back. Equal profiles give equal bytes: numbers are
// given in the order in which things are met.
// Source: google/pprof proto/profile.proto, whose field numbers stand here.

/// Gives each thing a number when it is met first.
private struct Numbering<Item: Hashable> {
  private(set) var items: [Item] = []
  private var numbers: [Item: Int] = [:]

  mutating func number(of item: Item) -> Int {
    if let number = numbers[item] { return number }
    numbers[item] = items.count
    items.append(item)
    return items.count - 1
  }
}

private struct Function: Hashable {
  var name: Int
  var linkName: Int
  var file: Int
}

extension Profile {
  /// The profile as a message, not compressed.
  ///
  /// - Complexity: O(size of the result).
  public func encoded() -> [UInt8] {
    var strings = Numbering<String>()
    _ = strings.number(of: "")
    var functions = Numbering<Function>()
    var writer = ProtobufWriter()
    func valueType(_ type: ValueType, _ writer: inout ProtobufWriter) {
      writer.add(1, strings.number(of: type.kind))
      writer.add(2, strings.number(of: type.unit))
    }
    for type in valueTypes { writer.add(1) { valueType(type, &$0) } }
    for sample in samples {
      writer.add(2) { writer in
        writer.add(1, packed: sample.stack.map { $0 + 1 })
        writer.add(2, packed: sample.values)
        for label in sample.labels {
          writer.add(3) {
            $0.add(1, strings.number(of: label.key))
            $0.add(2, strings.number(of: label.text))
          }
        }
      }
    }
    for (index, mapping) in mappings.enumerated() {
      writer.add(3) {
        $0.add(1, index + 1)
        $0.add(2, mapping.start)
        $0.add(3, mapping.limit)
        $0.add(5, strings.number(of: mapping.file))
        // Functions, files, lines and inlined frames are known: nobody need look for them again.
        for field in 7...10 { $0.add(field, 1) }
      }
    }
    for (index, location) in locations.enumerated() {
      writer.add(4) { writer in
        writer.add(1, index + 1)
        writer.add(2, location.mapping.map { $0 + 1 } ?? 0)
        writer.add(3, location.address)
        for frame in location.frames {
          let function = Function(
            name: strings.number(of: frame.function), linkName: strings.number(of: frame.linkName),
            file: strings.number(of: frame.file))
          writer.add(4) {
            $0.add(1, functions.number(of: function) + 1)
            $0.add(2, frame.line)
          }
        }
      }
    }
    for (index, function) in functions.items.enumerated() {
      writer.add(5) {
        $0.add(1, index + 1)
        $0.add(2, function.name)
        $0.add(3, function.linkName)
        $0.add(4, function.file)
      }
    }
    let shown = strings.number(of: shownType)
    let periodMessage = {
      var message = ProtobufWriter()
      valueType(periodType, &message)
      return message.bytes
    }()
    for string in strings.items { writer.add(6, Array(string.utf8)) }
    writer.add(9, time)
    writer.add(11, periodMessage)
    writer.add(12, period)
    writer.add(14, shown)
    return writer.bytes
  }
}
