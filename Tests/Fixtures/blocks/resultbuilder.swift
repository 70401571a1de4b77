@resultBuilder struct Join { static func buildBlock(_ s: String...) -> String { s.joined(separator: "-") } }
func make(@Join _ f: () -> String) -> String { f() }
print(
  make {
    "a"; "b"; "c"
  })
