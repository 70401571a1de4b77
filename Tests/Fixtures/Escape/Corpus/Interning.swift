// A symbol table: interned names, and strings built from parts.

struct Symbol: Hashable {
  let id: Int
}

final class SymbolTable {
  private var ids: [String: Symbol] = [:]
  private var names: [String] = []

  @inline(never)
  func intern(_ name: String) -> Symbol {
    if let known = ids[name] { return known }
    let symbol = Symbol(id: names.count)
    ids[name] = symbol  // heap: [String: Symbol] growth
    names.append(name)  // heap: [String] growth
    return symbol
  }

  @inline(never)
  func describe(_ symbol: Symbol) -> String {
    "symbol \(names[symbol.id]) has number \(symbol.id)"  // heap: String library-call|growth
  }

  @inline(never)
  func qualified(_ a: Symbol, _ b: Symbol) -> String {
    var text = names[a.id]
    text.append(".")  // heap: String growth !
    text += names[b.id]  // heap: String growth
    return text
  }
}

@inline(never)
func makeTable() -> SymbolTable {
  SymbolTable()  // heap: SymbolTable returned
}

@main
enum Interning {
  static func main() {
    let table = makeTable()
    let a = table.intern("configuration")
    let b = table.intern("description")
    precondition(table.intern("configuration") == a && a != b)
    precondition(table.describe(b).utf8.count == 31)
    precondition(table.qualified(a, b).utf8.count == 25)
  }
}
