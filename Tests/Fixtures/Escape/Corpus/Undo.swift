// A command history: existential commands of different sizes, with undo.

protocol Command {
  mutating func execute(_ document: inout [Int])
  func undo(_ document: inout [Int])
}

struct Insert: Command {
  let value: Int
  func execute(_ document: inout [Int]) {
    document.append(value)  // heap: [Int] growth
  }
  func undo(_ document: inout [Int]) { document.removeLast() }  // heap: [Int] copy-on-write !
}

struct Replace: Command {
  let index: Int
  let new: Int
  var old = 0
  var applied = false
  mutating func execute(_ document: inout [Int]) {
    old = document[index]
    document[index] = new  // heap: [Int] copy-on-write !
    applied = true
  }
  func undo(_ document: inout [Int]) {
    guard applied else { return }
    document[index] = old  // heap: [Int] copy-on-write !
  }
}

struct History {
  private var done: [any Command] = []
  private(set) var document: [Int] = []

  @inline(never)
  mutating func perform(_ command: any Command) {
    var command = command
    command.execute(&document)  // heap: any Command copy-on-write
    done.append(command)  // heap: [any Command] growth
  }

  @inline(never)
  mutating func undo() {
    guard let command = done.popLast() else { return }  // heap: [any Command] copy-on-write !
    command.undo(&document)
  }
}

@main
enum Undo {
  static func main() {
    var history = History()
    history.perform(Insert(value: 4))
    history.perform(Insert(value: 5))
    history.perform(Replace(index: 0, new: 9))  // heap: Replace too-big-for-inline
    precondition(history.document == [9, 5])
    history.undo()
    history.undo()
    precondition(history.document == [4])
  }
}
