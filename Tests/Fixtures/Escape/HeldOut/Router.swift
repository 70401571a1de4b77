// swift-format-ignore-file
// A router: a trie of path components whose ends are closures, and middleware that wraps them.

struct Context {
  var path: [Substring]
  var parameters: [String: String] = [:]
}

typealias Handler = (Context) -> String

final class Branch {
  var children: [String: Branch] = [:]
  var parameter: (name: String, branch: Branch)?
  var handler: Handler?
}

protocol Middleware {
  func wrap(_ next: @escaping Handler) -> Handler
}

struct Prefixing: Middleware {
  let prefix: String

  func wrap(_ next: @escaping Handler) -> Handler {
    return { context in prefix + next(context) }  // heap: closure returned; heap: String library-call !
  }
}

final class Counting: Middleware {
  private(set) var count = 0

  func wrap(_ next: @escaping Handler) -> Handler {
    return { context in  // heap: closure returned
      self.count += 1
      return next(context)
    }
  }
}

struct Router {
  private let root = Branch()  // heap: Branch returned !; stack: Branch
  private var middleware: [any Middleware] = []

  @inline(never)
  mutating func use(_ one: any Middleware) { middleware.append(one) }  // heap: [any Middleware] growth; heap: τ_0_0 unspecialized !

  @inline(never)
  func on(_ path: String, _ handler: @escaping Handler) {
    var branch = root
    for part in path.split(separator: "/") {  // heap: [Substring] library-call
      if part.first == ":" {
        let next = branch.parameter?.branch ?? Branch()  // heap: Branch stored-field
        branch.parameter = (String(part.dropFirst()), next)  // heap: String library-call !
        branch = next
      } else if let next = branch.children[String(part)] {  // heap: String library-call !
        branch = next
      } else {
        let next = Branch()  // heap: Branch stored-field
        branch.children[String(part)] = next  // heap: [String: Branch] growth; heap: String library-call !
        branch = next
      }
    }
    branch.handler = middleware.reversed().reduce(handler) { $1.wrap($0) }  // heap: closure stored-field; heap: closure dynamic-dispatch; heap: closure captured|stored-field|dynamic-dispatch
  }

  @inline(never)
  func answer(_ path: String) -> String? {
    var context = Context(path: path.split(separator: "/"))  // heap: [Substring] library-call
    var branch = root
    for part in context.path {
      if let next = branch.children[String(part)] {  // heap: String library-call !
        branch = next
      } else if let (name, next) = branch.parameter {
        context.parameters[name] = String(part)  // heap: [String: String] growth; heap: String library-call !
        branch = next
      } else {
        return nil
      }
    }
    return branch.handler?(context)
  }
}

@main
enum Program {
  static func main() {
    let counting = Counting()  // heap: Counting optimizer-limit|passed-escaping
    var router = Router()
    router.use(counting)
    router.use(Prefixing(prefix: "v1 "))
    router.on("/authors/:name/books") { "books of " + $0.parameters["name", default: "nobody"] }  // heap: String library-call !
    router.on("/health") { _ in "fine" }
    precondition(router.answer("/authors/ada/books") == "v1 books of ada")
    precondition(router.answer("/health") == "v1 fine")
    precondition(router.answer("/nothing") == nil)
    precondition(counting.count == 2)
  }
}
