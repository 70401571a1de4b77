// Errors thrown as any Error, and one that is typed.

struct Overflow: Error {
  var by: Int
}

enum Reading: Error {
  case missing
  case bad(String)
}

@inline(never)
func untyped(_ n: Int) throws -> Int {
  guard n < 10 else { throw Overflow(by: n - 10) }  // heap: Overflow thrown
  return n
}

@inline(never)
func typed(_ n: Int) throws(Overflow) -> Int {
  guard n < 10 else { throw Overflow(by: n - 10) }
  return n
}

@inline(never)
func read(_ text: String) throws -> Int {
  if text.isEmpty { throw Reading.missing }  // heap: Reading thrown
  guard let number = Int(text) else {  // heap: [UInt8] library-call; heap: String library-call
    throw Reading.bad(text)  // heap: Reading thrown
  }
  return number
}

@main
enum Errors {
  static func main() {
    var caught = 0
    do { _ = try untyped(12) } catch { caught += 1 }
    do { _ = try typed(13) } catch { caught += error.by }
    for text in ["", "x", "7"] {
      do { caught += try read(text) } catch { caught += 1 }
    }
    precondition(caught == 13)
  }
}
