// Profile: what one profile says, in the form that pprof's format has: samples with values of several kinds, each at a stack
// of locations, a location being an address with the functions that were inlined there.
// Source: google/pprof proto/profile.proto. Strings and functions are numbered only when it is written.

/// A profile.
public struct Profile: Hashable, Sendable {
  /// What a value counts, and in what unit.
  public struct ValueType: Hashable, Sendable {
    /// `inuse_space` and so on.
    public var kind: String
    /// `bytes`, `count`.
    public var unit: String

    /// Names both.
    public init(_ kind: String, _ unit: String) {
      self.kind = kind
      self.unit = unit
    }
  }

  /// A file whose code was loaded.
  public struct Mapping: Hashable, Sendable {
    /// The first address.
    public var start: UInt64
    /// The first address after it.
    public var limit: UInt64
    /// The file.
    public var file: String

    /// States all.
    public init(start: UInt64, limit: UInt64, file: String) {
      self.start = start
      self.limit = limit
      self.file = file
    }
  }

  /// A function and a line of it.
  public struct Frame: Hashable, Sendable {
    /// For people.
    public var function: String
    /// For the linker.
    public var linkName: String
    /// Empty when unknown.
    public var file: String
    /// From 1; 0 when unknown.
    public var line: Int
    /// The line is that of code behind the call: the call itself has none.
    public var isNearby = false

    /// States all.
    public init(function: String, linkName: String, file: String, line: Int) {
      self.function = function
      self.linkName = linkName
      self.file = file
      self.line = line
    }
  }

  /// An address, with the functions there.
  public struct Location: Hashable, Sendable {
    /// Its own, which no other location has.
    public var address: UInt64
    /// Its index among the mappings; nil when it is in none.
    public var mapping: Int?
    /// What was inlined first, the function that it was inlined into last.
    public var frames: [Frame]

    /// States all.
    public init(address: UInt64, mapping: Int?, frames: [Frame]) {
      self.address = address
      self.mapping = mapping
      self.frames = frames
    }
  }

  /// A word about a sample.
  public struct Label: Hashable, Sendable {
    /// What it tells.
    public var key: String
    /// The word.
    public var text: String

    /// States both.
    public init(_ key: String, _ text: String) {
      self.key = key
      self.text = text
    }
  }

  /// Values at a stack.
  public struct Sample: Hashable, Sendable {
    /// Indices among the locations, the innermost first.
    public var stack: [Int]
    /// One for each of the profile's value types.
    public var values: [Int]
    /// What else is said of it, by name, in this order.
    public var labels: [Label]

    /// States all.
    public init(stack: [Int], values: [Int], labels: [Label] = []) {
      self.stack = stack
      self.values = values
      self.labels = labels
    }
  }

  /// What the values are.
  public var valueTypes: [ValueType]
  /// What is shown when nobody says which.
  public var shownType: String
  /// With as many values as there are types.
  public var samples: [Sample] = []
  /// Files with code, the executable first.
  public var mappings: [Mapping] = []
  /// What the stacks of samples consist of.
  public var locations: [Location] = []
  /// When it was taken, in nanoseconds since 1970; 0 when unknown.
  public var time = 0
  /// One sample in so many units of `periodType`.
  public var period = 0
  /// The unit of `period`.
  public var periodType: ValueType

  /// An empty profile.
  public init(valueTypes: [ValueType], shownType: String, periodType: ValueType) {
    self.valueTypes = valueTypes
    self.shownType = shownType
    self.periodType = periodType
  }

  /// The frames of a sample, innermost first, inlined ones in their places.
  ///
  /// - Complexity: O(frames).
  public func frames(of sample: Sample) -> [Frame] { sample.stack.flatMap { locations[$0].frames } }

  /// The sum of a value over all samples.
  ///
  /// - Complexity: O(samples).
  public func total(of type: String) -> Int {
    guard let index = valueTypes.firstIndex(where: { $0.kind == type }) else { return 0 }
    return samples.reduce(0) { $0 + $1.values[index] }
  }
}
