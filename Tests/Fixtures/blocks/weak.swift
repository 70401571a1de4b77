final class N { weak var w: N? }
var a: N? = N(); let b = N(); b.w = a
print(b.w != nil)
a = nil
print(b.w == nil)
