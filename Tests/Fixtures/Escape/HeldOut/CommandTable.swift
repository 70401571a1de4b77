// A calculator whose operations are closures in a dictionary; some capture, some throw.

enum CalculatorError: Error {
  case noSuch(String)
  case tooFew
}

enum Word {
  case number(Int)
  case name(String)
}

struct Calculator {
  private var table: [String: (Int, Int) throws -> Int] = [:]
  private var stack: [Int] = []

  @inline(never)
  mutating func define(_ name: String, _ operation: @escaping (Int, Int) throws -> Int) {
    table[name] = operation  // heap: closure stored-argument; heap: [String: (Int, Int) throws -> Int] growth
  }

  @inline(never)
  mutating func run(_ words: [Word]) throws -> Int {
    stack.removeAll()
    for word in words {
      switch word {
      case .number(let number):
        stack.append(number)  // heap: [Int] growth
      case .name(let name):
        guard let operation = table[name] else {
          throw CalculatorError.noSuch(name)  // heap: CalculatorError thrown
        }
        guard let b = stack.popLast(), let a = stack.popLast() else {  // heap: [Int] copy-on-write !
          throw CalculatorError.tooFew  // heap: CalculatorError thrown
        }
        stack.append(try operation(a, b))  // heap: [Int] growth !
      }
    }
    return stack.last ?? 0
  }
}

@inline(never)
func calculator(modulus: Int) -> (Calculator, () -> Int) {
  var calls = 0  // heap: Int captured
  var calculator = Calculator()
  calculator.define("+") { $0 + $1 }
  calculator.define("*") { a, b in  // heap: closure passed-escaping|returned
    calls += 1
    return a * b % modulus
  }
  return (calculator, { calls })
}

@main
enum CommandTable {
  static func main() throws {
    var (calculator, calls) = calculator(modulus: 10)
    let result = try calculator.run([.number(3), .number(4), .name("+"), .number(6), .name("*")])
    precondition(result == 2 && calls() == 1)
    var failures = 0
    do { _ = try calculator.run([.number(1), .name("+")]) } catch { failures += 1 }
    do { _ = try calculator.run([.number(1), .name("?")]) } catch { failures += 1 }
    precondition(failures == 2)
  }
}
