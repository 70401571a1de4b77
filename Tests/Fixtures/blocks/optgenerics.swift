// optimized
protocol P { func v() -> Int }
struct A: P { func v() -> Int { 1 } }
func total<T: P>(_ a: [T]) -> Int { a.reduce(0) { $0 + $1.v() } }
print(total(Array(repeating: A(), count: 100)))
