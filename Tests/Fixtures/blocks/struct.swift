struct P { var x = 1, y = 2 }
var p = P(); p.x += 4
print(p)
