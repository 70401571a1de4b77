// A center keeps its observers' blocks; a block keeps the object that keeps the center.
final class Center {
  private var blocks: [String: [(Int) -> Void]] = [:]
  func observe(_ name: String, _ block: @escaping (Int) -> Void) { blocks[name, default: []].append(block) }
  func post(_ name: String, _ value: Int) { blocks[name]?.forEach { $0(value) } }
}
final class Badge {
  let center: Center
  var count = 0
  init(center: Center) {
    self.center = center
    center.observe("unread") { [weak self] in self?.count = $0 }
  }
}

@inline(never) func showBadge() {
  let center = Center()
  let badge = Badge(center: center)
  center.post("unread", 7)
  print(badge.count)
}
showBadge()
