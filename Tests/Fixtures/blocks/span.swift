func sum(_ s: Span<Int>) -> Int { var r = 0; for i in s.indices { r += s[i] }; return r }
let a = [1, 2, 3]
print(sum(a.span))
