// Profile+Decoding: a profile from its bytes, ours or another program's; what we do not write ourselves is passed over.
// Every number that refers to something is checked, for a file may be anything.

extension Profile {
  /// Reads a message, or a gzip file that is stored.
  ///
  /// - Throws: `UnreadableProfile`, which says what is wrong and where.
  /// - Complexity: O(bytes).
  public init(decoding file: [UInt8]) throws(UnreadableProfile) {
    let bytes = Gzip.isGzip(file) ? try Gzip.content(of: file) : file
    var fields: [Int: [ProtobufReader.Value]] = [:]
    var reader = ProtobufReader(bytes[...])
    while let (field, value) = try reader.next() { fields[field, default: []].append(value) }
    let strings = (fields[6] ?? []).map { String(decoding: $0.content, as: UTF8.self) }
    guard strings.first == "" else { throw UnreadableProfile(message: "it has no table of strings") }

    func string(_ number: UInt64) throws(UnreadableProfile) -> String {
      guard number < UInt64(strings.count) else {
        throw UnreadableProfile(message: "there is no string \(number)")
      }
      return strings[Int(number)]
    }
    func message(_ value: ProtobufReader.Value) throws(UnreadableProfile) -> [Int: [ProtobufReader.Value]] {
      var reader = ProtobufReader(value.content)
      var fields: [Int: [ProtobufReader.Value]] = [:]
      while let (field, value) = try reader.next() { fields[field, default: []].append(value) }
      return fields
    }
    func valueType(_ value: ProtobufReader.Value) throws(UnreadableProfile) -> ValueType {
      let type = try message(value)
      return ValueType(try string(type[1]?.last?.number ?? 0), try string(type[2]?.last?.number ?? 0))
    }

    var types: [ValueType] = []
    for type in fields[1] ?? [] { types.append(try valueType(type)) }
    let periodType = try fields[11]?.last.map { value throws(UnreadableProfile) in try valueType(value) }
    self.init(
      valueTypes: types, shownType: try string(fields[14]?.last?.number ?? 0),
      periodType: periodType ?? ValueType("", ""))
    time = fields[9]?.last?.integer ?? 0
    period = fields[12]?.last?.integer ?? 0

    var functions: [UInt64: (name: String, linkName: String, file: String)] = [:]
    for value in fields[5] ?? [] {
      let function = try message(value)
      functions[function[1]?.last?.number ?? 0] = (
        try string(function[2]?.last?.number ?? 0), try string(function[3]?.last?.number ?? 0),
        try string(function[4]?.last?.number ?? 0)
      )
    }
    var mappingNumbers: [UInt64: Int] = [:]
    for value in fields[3] ?? [] {
      let mapping = try message(value)
      mappingNumbers[mapping[1]?.last?.number ?? 0] = mappings.count
      mappings.append(
        Mapping(
          start: mapping[2]?.last?.number ?? 0, limit: mapping[3]?.last?.number ?? 0,
          file: try string(mapping[5]?.last?.number ?? 0)))
    }
    var locationNumbers: [UInt64: Int] = [:]
    for value in fields[4] ?? [] {
      let location = try message(value)
      var frames: [Frame] = []
      for line in location[4] ?? [] {
        let line = try message(line)
        guard let function = functions[line[1]?.last?.number ?? 0] else {
          throw UnreadableProfile(message: "a line is in no function")
        }
        frames.append(
          Frame(
            function: function.name, linkName: function.linkName, file: function.file,
            line: line[2]?.last?.integer ?? 0))
      }
      locationNumbers[location[1]?.last?.number ?? 0] = locations.count
      locations.append(
        Location(
          address: location[3]?.last?.number ?? 0,
          mapping: (location[2]?.last?.number).flatMap { mappingNumbers[$0] }, frames: frames))
    }
    for value in fields[2] ?? [] {
      let sample = try message(value)
      var stack: [Int] = [], values: [Int] = []
      for list in sample[1] ?? [] {
        for number in try ProtobufReader.numbers(list) {
          guard let location = locationNumbers[number] else {
            throw UnreadableProfile(message: "a sample is at location \(number), which is not there")
          }
          stack.append(location)
        }
      }
      for list in sample[2] ?? [] {
        values += try ProtobufReader.numbers(list).map { Int(truncatingIfNeeded: $0) }
      }
      guard values.count == types.count else {
        throw UnreadableProfile(
          message: "a sample has \(values.count) values where there are \(types.count) types")
      }
      var labels: [Label] = []
      for label in sample[3] ?? [] {
        let label = try message(label)
        labels.append(
          Label(try string(label[1]?.last?.number ?? 0), try string(label[2]?.last?.number ?? 0)))
      }
      samples.append(Sample(stack: stack, values: values, labels: labels))
    }
  }
}
