struct Outer { struct Inner {} }
print(Outer.Inner.self, String(describing: [Int].self))
