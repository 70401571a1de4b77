// Property wrappers: one clamps a value, one remembers its past in an object, one shares its storage.

@propertyWrapper
struct Clamped {
  private var value: Int
  private let range: ClosedRange<Int>

  init(wrappedValue: Int, _ range: ClosedRange<Int>) {
    self.range = range
    value = min(max(wrappedValue, range.lowerBound), range.upperBound)
  }

  var wrappedValue: Int {
    get { value }
    set { value = min(max(newValue, range.lowerBound), range.upperBound) }
  }
}

final class Past {
  var values: [Int] = []
}

@propertyWrapper
struct Remembered {
  private var value: Int
  let projectedValue = Past()  // heap: Past returned; heap: Past stored-field !; stack: Past

  init(wrappedValue: Int) { value = wrappedValue }

  var wrappedValue: Int {
    get { value }
    set {
      projectedValue.values.append(value)  // heap: [Int] growth
      value = newValue
    }
  }
}

struct Mixer {
  @Clamped(0...11) var volume = 5
  @Remembered var channel = 1
}

final class Desk {
  var mixer = Mixer()
}

@inline(never)
func tuned() -> Mixer {
  var mixer = Mixer()
  for k in 0..<20 { mixer.volume += k }
  mixer.channel = 7
  return mixer
}

@inline(never)
func steps() -> Int {
  let desk = Desk()  // stack: Desk
  desk.mixer.channel = 2
  desk.mixer.channel = 3
  return desk.mixer.$channel.values.count
}

@inline(never)
func loudest() -> Int {
  @Clamped(0...3) var level = 9
  level += 1
  return level
}

@main
enum Wrappers {
  static func main() {
    let mixer = tuned()
    precondition(mixer.volume == 11 && mixer.$channel.values == [1])
    precondition(steps() == 2 && loudest() == 3)
  }
}
