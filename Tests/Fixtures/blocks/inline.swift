let a: InlineArray<4, Int> = [1, 2, 3, 4]
var s = 0
for i in a.indices { s += a[i] }
print(s, MemoryLayout<InlineArray<4, Int>>.size)
