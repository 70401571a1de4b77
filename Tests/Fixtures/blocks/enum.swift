enum Shape { case circle(Double), square(side: Double) }
let s: [Shape] = [.circle(1), .square(side: 2)]
for x in s {
  switch x {
  case .circle(let r): print("c", r);
  case .square(let a): print("s", a)
  }
}
