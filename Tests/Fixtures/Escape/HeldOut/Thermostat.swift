// swift-format-ignore-file
// Observers that are kept weakly and unowned, with tokens that end the watch.
final class Token {
  private let end: () -> Void
  init(_ end: @escaping () -> Void) { self.end = end }
  deinit { end() }
}

final class Sensor {
  private var watchers: [Int: (Double) -> Void] = [:]
  private var serial = 0
  var degrees = 20.0 {
    didSet { for watcher in watchers.values { watcher(degrees) } }
  }

  func watch(_ watcher: @escaping (Double) -> Void) -> Token {
    serial += 1
    let id = serial
    watchers[id] = watcher  // heap: [Int: (Double) -> ()] growth; heap: closure stored-field
    return Token { [weak self] in self?.watchers[id] = nil }  // heap: @sil_weak Optional<Sensor> captured; heap: side-table weak-reference; heap: closure stored-field|passed-escaping; heap: Token returned|stored-field; heap: [Int: (Double) -> ()] copy-on-write|growth !
  }

  var isWatched: Bool { !watchers.isEmpty }
}

final class Heater {
  unowned let sensor: Sensor
  var token: Token?
  var on = false
  init(_ sensor: Sensor) { self.sensor = sensor }

  func start(below limit: Double) {
    token = sensor.watch { [unowned self] degrees in on = degrees < limit }  // heap: closure captured|passed-escaping|stored-field
  }
}

@inline(never)
func heater(for sensor: Sensor) -> Heater {
  let heater = Heater(sensor)  // heap: Heater returned
  heater.start(below: 19)
  return heater
}

@inline(never)
func scenario() -> Bool {
  let sensor = Sensor()  // heap: Sensor passed-escaping
  var warm: Heater? = heater(for: sensor)
  sensor.degrees = 18
  precondition(warm!.on)
  sensor.degrees = 21
  precondition(!warm!.on)
  warm = nil
  return sensor.isWatched
}

precondition(!scenario())
