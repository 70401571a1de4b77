// Weak and unowned references held in values.

final class Peer {
  let name: Int
  unowned let hub: Hub
  init(_ name: Int, _ hub: Hub) {
    self.name = name
    self.hub = hub
  }
}

struct Weak<Object: AnyObject> {
  weak var object: Object?

  init(_ object: Object) {
    self.object = object  // heap: side-table weak-reference
  }
}

final class Hub {
  private var peers: [Weak<Peer>] = []

  @inline(never)
  func connect(_ peer: Peer) {
    peers.append(Weak(peer))  // heap: [Weak<Peer>] growth
  }

  @inline(never)
  func alive() -> Int {
    peers.count { $0.object != nil }
  }
}

@inline(never)
func peer(_ name: Int, on hub: Hub) -> Peer {
  let peer = Peer(name, hub)  // heap: Peer returned
  hub.connect(peer)
  return peer
}

@main
enum WeakTable {
  static func main() {
    let hub = Hub()  // heap: Hub optimizer-limit|passed-escaping
    let kept = peer(1, on: hub)
    _ = peer(2, on: hub)
    precondition(hub.alive() == 1)
    precondition(kept.hub === hub)
  }
}
