struct M {
  var g = [[1, 2], [3, 4]];
  subscript(r: Int, c: Int) -> Int {
    get { g[r][c] }
    set { g[r][c] = newValue }
  }
}
var m = M(); m[0, 1] = 7
print(m[0, 1], m.g)
