// References by hand, in an object that lets go of them.
final class Payload { var text = "payload" }
final class Handle {
  private let payload: Unmanaged<Payload>
  init(_ payload: Payload) { self.payload = .passRetained(payload) }
  deinit { payload.release() }
  var text: String { payload.takeUnretainedValue().text }
}
nonisolated(unsafe) let kept = Handle(Payload())

@inline(never) func use() -> Int { Handle(Payload()).text.count + kept.text.count }
print(use())
