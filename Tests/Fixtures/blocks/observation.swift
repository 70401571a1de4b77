import Observation

@Observable final class Model { var n = 1 }
let m = Model()
withObservationTracking {
  _ = m.n
} onChange: {
  print("changed")
}
m.n = 2
print(m.n)
