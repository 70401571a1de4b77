// Encoding to JSON by witness values: a function for each type, and functions that combine them.

struct Encoding<Value> {
  let write: (Value, inout String) -> Void
}

let flag = Encoding<Bool> { value, out in
  out += value ? "true" : "false"  // heap: String growth
}
let text = Encoding<String> { value, out in
  out += "\""  // heap: String growth !
  out += value  // heap: String growth !
  out += "\""  // heap: String growth !
}

@inline(never)
func list<Value>(_ element: Encoding<Value>) -> Encoding<[Value]> {
  Encoding { values, out in  // heap: closure returned
    out += "["  // heap: String growth !
    var first = true
    for value in values {
      if !first { out += "," }  // heap: String growth !
      first = false
      element.write(value, &out)
    }
    out += "]"  // heap: String growth !
  }
}

struct City {
  let name: String
  let flags: [Bool]
}

@inline(never)
func city(_ name: Encoding<String>, _ flags: Encoding<[Bool]>) -> Encoding<City> {
  Encoding { value, out in  // heap: closure returned
    name.write(value.name, &out)
    out += ":"  // heap: String growth !
    flags.write(value.flags, &out)
  }
}

@inline(never)
func encoded(_ value: City, by encoding: Encoding<City>) -> String {
  var out = ""
  encoding.write(value, &out)
  return out
}

let shown = encoded(City(name: "Oslo", flags: [true, false]), by: city(text, list(flag)))
precondition(shown == "\"Oslo\":[true,false]")
