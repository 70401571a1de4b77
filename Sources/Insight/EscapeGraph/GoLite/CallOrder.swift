// The order of analysis: callees before callers; functions that call each other together.
// Relies on Node. Source: Tarjan 1972; Go, cmd/compile/internal/ir/scc.go.

extension GoLite {
  /// The functions in batches, the ones that are called first.
  ///
  /// - Complexity: O(nodes of all bodies).
  static func batches(_ functions: [Function]) -> [[Function]] {
    var numbers: [ObjectIdentifier: Int] = [:]
    for (index, function) in functions.enumerated() { numbers[ObjectIdentifier(function)] = index }
    var order = CallOrder(
      functions.map { function in
        var callees: [Int] = []
        for node in function.body {
          node.walk { part in
            // The walk sees what closures call, too; some of them are functions themselves.
            if let callee = part.function, let number = numbers[ObjectIdentifier(callee)] {
              callees.append(number)
            }
          }
        }
        return callees
      })
    for number in functions.indices where order.indices[number] == 0 { order.visit(number) }
    return order.components.map { $0.sorted().map { functions[$0] } }
  }

  private struct CallOrder {
    let callees: [[Int]]
    var indices: [Int]
    var lowest: [Int]
    var isOnStack: [Bool]
    var stack: [Int] = []
    var next = 1
    var components: [[Int]] = []

    init(_ callees: [[Int]]) {
      self.callees = callees
      indices = Array(repeating: 0, count: callees.count)
      lowest = indices
      isOnStack = Array(repeating: false, count: callees.count)
    }

    mutating func visit(_ number: Int) {
      (indices[number], lowest[number]) = (next, next)
      next += 1
      stack.append(number)
      isOnStack[number] = true
      for callee in callees[number] {
        if indices[callee] == 0 {
          visit(callee)
          lowest[number] = min(lowest[number], lowest[callee])
        } else if isOnStack[callee] {
          lowest[number] = min(lowest[number], indices[callee])
        }
      }
      guard lowest[number] == indices[number] else { return }
      var component: [Int] = []
      while let member = stack.popLast() {
        isOnStack[member] = false
        component.append(member)
        if member == number { break }
      }
      components.append(component)
    }
  }
}
