// Address: where things stand in this process. All pointers stay in this file: callers get numbers that they can print
// and compare, and nothing that they could follow.
// Relies on: the layout of Swift's closures on 64-bit machines (docs/ABI/TypeLayout.rst of Swift 6.3).

/// A place in memory, as a number.
public struct Address: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The byte's number.
  public let bits: UInt

  /// Wraps a number.
  public init(bits: UInt) { self.bits = bits }

  /// Lower addresses come first.
  public static func < (a: Address, b: Address) -> Bool { a.bits < b.bits }

  /// `0x7ffd12345678`
  public var description: String { "0x" + String(bits, radix: 16) }

  /// Bytes from `other` up to this one.
  public func distance(from other: Address) -> Int { Int(bitPattern: bits &- other.bits) }
}

/// Where a variable stands: a local in its frame, a global in its image's data.
///
/// A variable of a type `any P` is opened on its way here (SE-0352), so that this is where its payload stands: in the
/// variable itself when it fits into three words, else in a box on the heap. To learn where the variable stands, make
/// it optional.
///
/// - Parameter variable: Passed with `&`, so that it is the variable and no copy of it.
public func address<Value: ~Copyable>(of variable: inout Value) -> Address {
  withUnsafeMutablePointer(to: &variable) { Address(bits: UInt(bitPattern: $0)) }
}

/// Where an object stands that a reference refers to.
public func address(of object: AnyObject) -> Address {
  Address(bits: UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque()))
}

/// Where an array's elements stand.
public func address<Element>(ofElementsOf array: [Element]) -> Address {
  array.withUnsafeBufferPointer { Address(bits: UInt(bitPattern: $0.baseAddress)) }
}

/// Where the bytes stand that a span covers.
public func address<Element>(ofElementsOf span: borrowing Span<Element>) -> Address {
  span.withUnsafeBufferPointer { Address(bits: UInt(bitPattern: $0.baseAddress)) }
}

/// Where a closure's captured variables stand, or nil for a closure that captures nothing.
///
/// - Parameter closure: A variable of a function type, passed with `&`.
/// - Precondition: `Closure` is a Swift function type: two words, the code and the context.
public func address<Closure>(ofContextOf closure: inout Closure) -> Address? {
  precondition(MemoryLayout<Closure>.size == 2 * MemoryLayout<UInt>.size, "a closure is two words")
  let context = withUnsafeBytes(of: &closure) {
    $0.load(fromByteOffset: MemoryLayout<UInt>.size, as: UInt.self)
  }
  return context == 0 ? nil : Address(bits: context)
}
