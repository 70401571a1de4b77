// References back that are weak or unowned.
protocol Delegate: AnyObject { func done() }
final class Worker { weak var delegate: (any Delegate)?; func work() { delegate?.done() } }
final class Manager: Delegate {
  let worker = Worker()
  lazy var report: () -> Int = { [unowned self] in count }
  var count = 0
  init() { worker.delegate = self }
  func done() { count += 1 }
}

@inline(never) func manage() -> Int {
  let manager = Manager()
  manager.worker.work()
  return manager.report()
}
print((0..<10).reduce(0) { sum, _ in sum + manage() })
