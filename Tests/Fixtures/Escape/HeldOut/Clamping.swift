// swift-format-ignore-file
// Property wrappers, one of which keeps its history in a reference.
final class History<Value> {
  var values: [Value] = []
}

@propertyWrapper
struct Clamped {
  private var value: Int
  let range: ClosedRange<Int>
  init(wrappedValue: Int, _ range: ClosedRange<Int>) {
    self.range = range
    value = min(max(wrappedValue, range.lowerBound), range.upperBound)
  }
  var wrappedValue: Int {
    get { value }
    set { value = min(max(newValue, range.lowerBound), range.upperBound) }
  }
}

@propertyWrapper
struct Recorded<Value> {
  private let history = History<Value>()  // heap: History<String> returned|stored-field; heap: History<Value> returned|unspecialized !
  var wrappedValue: Value {
    didSet { history.values.append(wrappedValue) }  // heap: [String] growth; heap: [Value] growth|unspecialized !
  }
  init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  var projectedValue: [Value] { history.values }
}

@propertyWrapper
final class Cached<Value> {
  private var make: (() -> Value)?
  private var value: Value?
  init(wrappedValue: @autoclosure @escaping () -> Value) { make = wrappedValue }
  var wrappedValue: Value {
    if let value { return value }
    let made = make!()
    value = made
    make = nil
    return made
  }
}

struct Volume {
  @Clamped(0...10) var level = 12
  @Recorded var name = "speaker"
}

final class Mixer {
  var channels = [Volume(), Volume()]  // heap: [Volume] returned|stored-field
  @Cached var table: [Int] = (0..<4).map { $0 * $0 }  // heap: Cached<Array<Int>> returned|stored-field; heap: closure returned|stored-field; heap: [Int] library-call
}

@inline(never)
func mixed() -> Mixer {
  let mixer = Mixer()  // heap: Mixer returned
  mixer.channels[0].level = -4  // heap: [Volume] copy-on-write !
  mixer.channels[1].name = "headphones"
  return mixer
}

func run() {
  let mixer = mixed()
  precondition(mixer.channels[0].level == 0)
  precondition(mixer.channels[1].$name == ["headphones"])
  precondition(mixer.table[3] == 9)
}

run()
