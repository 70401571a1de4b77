// The objects go; the boxes of the weak references to them stay.
final class Listener { var heard = 0 }
final class WeakBox {
  weak var listener: Listener?
  init(_ listener: Listener) { self.listener = listener }
}
nonisolated(unsafe) var boxes: [WeakBox] = []

func leakRound() {
  let listener = Listener()
  boxes.append(WeakBox(listener))
  for box in boxes { box.listener?.heard += 1 }
  precondition(listener.heard == 1)
  boxes.removeAll { $0.listener === listener || $0.listener == nil }
}
