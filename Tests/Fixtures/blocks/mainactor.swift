@MainActor func f() -> Int { 4 }
print(f())
let v = await Task { @MainActor in f() + 1 }.value
print(v)
