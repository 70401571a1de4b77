// A builder whose methods return self, and a result builder that fills an array.

final class Query {
  private(set) var table = ""
  private(set) var filters: [String] = []
  private(set) var limit: Int?

  @discardableResult
  func from(_ name: String) -> Query {
    table = name
    return self
  }

  @discardableResult
  func filter(_ text: String) -> Query {
    filters.append(text)  // heap: [String] growth
    return self
  }

  @discardableResult
  func first(_ n: Int) -> Query {
    limit = n
    return self
  }
}

@resultBuilder
enum Lines {
  static func buildBlock(_ parts: [String]...) -> [String] {
    parts.flatMap { $0 }  // heap: [String] library-call|growth
  }
  static func buildExpression(_ line: String) -> [String] { [line] }  // heap: [String] returned !
  static func buildOptional(_ lines: [String]?) -> [String] { lines ?? [] }
}

@inline(never)
func users(_ n: Int) -> Query {
  Query().from("users").filter("age > 18").filter("active").first(n)  // heap: Query returned
}

@inline(never)
func render(_ query: Query) -> Int {
  query.filters.count + (query.limit ?? 0) + query.table.utf8.count
}

@inline(never)
func local(_ n: Int) -> Int {
  let query = Query().from("t").first(n)  // stack: Query
  return render(query)
}

func text(@Lines _ lines: () -> [String]) -> [String] { lines() }

@inline(never)
func page(_ withTitle: Bool) -> [String] {
  text {
    if withTitle { "title" }  // stack: [Array<String>]
    "body"
    "end"
  }
}

@main
enum BuilderProgram {
  static func main() {
    precondition(render(users(10)) == 2 + 10 + 5)
    precondition(local(3) == 4)
    precondition(page(true).count == 3)
  }
}
