var a = [3, 1, 2]
a.sort(); a.append(9)
print(a, a.reduce(0, +), a[1...], a.filter { $0 > 1 })
