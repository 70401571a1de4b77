@propertyWrapper struct Clamped {
  var v = 0;
  var wrappedValue: Int {
    get { v }
    set { v = min(max(newValue, 0), 10) }
  }
}
struct S { @Clamped var n: Int }
var s = S(); s.n = 99
print(s.n)
