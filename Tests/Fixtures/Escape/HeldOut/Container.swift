// swift-format-ignore-file
// A container of services: factories by type, singletons kept, and what each needs resolved by the factories themselves.

final class Container {
  private var factories: [ObjectIdentifier: (Container) -> Any] = [:]
  private var singletons: [ObjectIdentifier: Any] = [:]

  @inline(never)
  func register<Service>(_ type: Service.Type, _ make: @escaping (Container) -> Service) {
    factories[ObjectIdentifier(type)] = { make($0) }  // heap: closure stored-field; heap: [ObjectIdentifier: (Container) -> Any] growth; heap: any Clock too-big-for-inline; heap: SignUp too-big-for-inline; heap: Service unspecialized !
  }

  @inline(never)
  func single<Service>(_ type: Service.Type, _ make: @escaping (Container) -> Service) {
    let id = ObjectIdentifier(type)
    factories[id] = { [unowned self] container in  // heap: closure stored-field; heap: [ObjectIdentifier: (Container) -> Any] growth
      if let made = singletons[id] { return made }
      let made = make(container)
      singletons[id] = made  // heap: [ObjectIdentifier: Any] growth; heap: Service unspecialized !
      return made  // heap: Service unspecialized !
    }
  }

  @inline(never)
  func resolve<Service>(_ type: Service.Type = Service.self) -> Service? {
    factories[ObjectIdentifier(type)]?(self) as? Service
  }
}

protocol Clock { var now: Int { get } }

struct FixedClock: Clock { let now: Int }

final class Mailer {
  private let clock: any Clock
  private var sent: [(Int, String)] = []

  init(clock: any Clock) { self.clock = clock }
  func send(_ text: String) -> Int {
    sent.append((clock.now, text))  // heap: [(Int, String)] growth
    return sent.count
  }
}

struct SignUp {
  let mailer: Mailer
  let greeting: String
  let clock: any Clock

  func callAsFunction(_ name: String) -> Int { mailer.send(greeting + name) }  // heap: String library-call !
}

@inline(never)
func configured(at hour: Int) -> Container {
  let container = Container()  // heap: Container returned
  container.register((any Clock).self) { _ in FixedClock(now: hour) }  // heap: closure passed-escaping
  container.single(Mailer.self) { Mailer(clock: $0.resolve() ?? FixedClock(now: 0)) }  // heap: Mailer returned
  container.register(SignUp.self) {
    SignUp(mailer: $0.resolve()!, greeting: "welcome, ", clock: $0.resolve()!)
  }
  return container
}

@main
enum Program {
  static func main() {
    let container = configured(at: 9)
    guard let signUp = container.resolve(SignUp.self) else { preconditionFailure("nothing registered") }
    precondition(signUp("ada") == 1)
    precondition(container.resolve(SignUp.self)?("bob") == 2)
    precondition(container.resolve(String.self) == nil)
  }
}
