// A JSON value as an indirect enum, parsed by recursive descent with typed throws.

enum JSON: Equatable {
  case null
  case number(Int)
  case string(String)
  indirect case pair(JSON, JSON)
  case array([JSON])
}

enum JSONError: Error {
  case unexpected(UInt8, at: Int)
  case end
}

struct Parser {
  let bytes: [UInt8]
  var at = 0

  func peek() throws(JSONError) -> UInt8 {
    guard at < bytes.count else { throw .end }
    return bytes[at]
  }

  @inline(never)
  mutating func value() throws(JSONError) -> JSON {
    let c = try peek()
    switch c {
    case 110:
      at += 1
      return .null
    case 48...57:
      return number()
    case 91:
      return try list()
    case 40:
      at += 1
      let left = try value()
      let right = try value()
      return .pair(left, right)  // heap: JSON indirect-case
    default:
      throw .unexpected(c, at: at)
    }
  }

  private mutating func number() -> JSON {
    var n = 0
    while at < bytes.count, case 48...57 = bytes[at] {
      n = n * 10 + Int(bytes[at] - 48)
      at += 1
    }
    return .number(n)
  }

  private mutating func list() throws(JSONError) -> JSON {
    at += 1
    var items: [JSON] = []
    while try peek() != 93 {
      items.append(try value())  // heap: [JSON] growth
      if try peek() == 44 { at += 1 }
    }
    at += 1
    return .array(items)
  }
}

@inline(never)
func parse(_ text: StaticString) throws(JSONError) -> JSON {
  var parser = Parser(bytes: text.withUTF8Buffer { Array($0) })  // heap: [UInt8] library-call
  return try parser.value()
}

@main
enum JSONTree {
  static func main() throws {
    let value = try parse("[1,22,(n[3]]")  // heap: JSONError thrown !
    guard case .array(let items) = value else { fatalError() }
    precondition(items.count == 3 && items[1] == .number(22))
    do {
      _ = try parse("[1,x]")
    } catch {
      guard case .unexpected(120, at: 3) = error else { fatalError() }
    }
  }
}
