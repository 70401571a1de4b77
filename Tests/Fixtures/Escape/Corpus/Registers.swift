// A small interpreter: an array of enum instructions, a stack, and promoted machine objects.

enum Instruction {
  case push(Int)
  case add
  case multiply
  case jumpIfZero(Int)
  case halt
}

final class Machine {
  private var stack: [Int] = []
  private var counter = 0

  @inline(never)
  func run(_ program: [Instruction]) -> Int {
    while true {
      switch program[counter] {
      case .push(let n):
        stack.append(n)  // heap: [Int] growth
      case .add:
        let value = stack.removeLast() + stack.removeLast()  // heap: [Int] copy-on-write !
        stack.append(value)  // heap: [Int] growth !
      case .multiply:
        let value = stack.removeLast() * stack.removeLast()  // heap: [Int] copy-on-write !
        stack.append(value)  // heap: [Int] growth !
      case .jumpIfZero(let target):
        if stack.removeLast() == 0 { counter = target - 1 }  // heap: [Int] copy-on-write !
      case .halt:
        return stack.last ?? 0
      }
      counter += 1
    }
  }
}

@inline(never)
func execute(_ program: [Instruction]) -> Int {
  let machine = Machine()  // stack: Machine
  return machine.run(program)
}

@inline(never)
func program(_ n: Int) -> [Instruction] {
  [  // heap: [Instruction] returned
    .push(n), .push(3), .multiply, .push(0), .jumpIfZero(6), .halt, .push(1), .add, .halt,
  ]
}

@main
enum Registers {
  static func main() {
    precondition(execute(program(5)) == 16)
  }
}
