struct P { var name = "x"; var n = 3 }
let ps = [P(name: "b", n: 1), P(name: "a", n: 2)]
print(ps.map(\.name).sorted(), ps[0][keyPath: \.n], ps.map(\.n).max()!)
