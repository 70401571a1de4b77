let a: Int? = nil
print(a ?? 7, a.map { $0 + 1 } as Any)
if let b = Int("42") { print(b) }
