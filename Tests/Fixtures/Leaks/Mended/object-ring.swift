// A ring of workers that pass a token on.
final class Worker {
  let name: String
  var next: Worker?
  init(_ name: String) { self.name = name }
}

@inline(never) func passToken() {
  let first = Worker("a")
  let second = Worker("b"), third = Worker("c")
  first.next = second
  second.next = third
  third.next = first
  print(first.next!.next!.next!.name)
  third.next = nil
}
passToken()
