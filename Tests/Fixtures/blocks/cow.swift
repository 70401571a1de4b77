var a = [1, 2, 3]
var b = a
b[0] = 9
print(a, b)
