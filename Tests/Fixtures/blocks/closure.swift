func counter() -> () -> Int {
  var n = 0;
  return {
    n += 1; return n
  }
}
let c = counter()
print(c(), c(), c())
