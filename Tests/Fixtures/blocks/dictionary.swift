let d = ["a": 1, "b": 2]
print(
  d.keys.sorted(), d["c", default: 0],
  d.mapValues { $0 * 2 }.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" })
