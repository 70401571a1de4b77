protocol Greeter { func hi() -> String }
struct A: Greeter { func hi() -> String { "A" } }
struct C: Greeter { func hi() -> String { "C" } }
let g: [any Greeter] = [A(), C()]
print(g.map { $0.hi() })
