print(Set(1...20).count)
print(Dictionary(grouping: 1...9) { $0 % 3 }[0]!)
