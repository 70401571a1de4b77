// swift-format-ignore-file
// A state machine whose states carry payloads, and its watchers.
enum Signal: Equatable {
  case red(until: Int)
  case green(until: Int)
  case fault(String)
}

protocol Watcher: AnyObject {
  func changed(_ signal: Signal, at time: Int)
}

final class Recorder: Watcher {
  var seen: [(Int, Signal)] = []
  func changed(_ signal: Signal, at time: Int) { seen.append((time, signal)) }  // heap: [(Int, Signal)] growth
}

final class Light {
  private(set) var signal: Signal = .red(until: 2)
  private var watchers: [() -> Watcher?] = []

  func watch(_ watcher: Watcher) {
    watchers.append { [weak watcher] in watcher }  // heap: @sil_weak Optional<any Watcher> captured; heap: side-table weak-reference; heap: [() -> Optional<any Watcher>] growth
  }

  func tick(_ time: Int) {
    let old = signal
    switch signal {
    case .red(let end) where end <= time: signal = .green(until: time + 3)
    case .green(let end) where end <= time: signal = .red(until: time + 2)
    case .fault(let text) where text.isEmpty: signal = .red(until: time)
    default: break
    }
    guard signal != old else { return }
    for watcher in watchers { watcher()?.changed(signal, at: time) }
  }

  func fail(_ why: String) { signal = .fault("lamp \(why)") }  // heap: String growth|library-call !
}

@inline(never)
func drive(_ light: Light, turns: Int) {
  for time in 0..<turns { light.tick(time) }
}

func run() {
  let light = Light()  // stack: Light
  let recorder = Recorder()  // heap: Recorder passed-escaping|optimizer-limit
  light.watch(recorder)
  drive(light, turns: 8)
  light.fail("broken")
  precondition(recorder.seen.count == 3)
}

run()
