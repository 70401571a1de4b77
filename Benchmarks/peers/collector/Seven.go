// The seven objects of the chapter on mark-sweep in Go: which of them a weak pointer still finds after a collection.
package main

import (
	"fmt"
	"runtime"
	"weak"
)

// snippet.seven
type object struct {
	next *object
	name [24]byte
}

var held *object

func build() (names string, seen []weak.Pointer[object]) {
	var all [7]*object
	for index := range all {
		all[index] = new(object)
	}
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {3, 4}, {4, 3}, {5, 2}} {
		all[pair[0]].next = all[pair[1]]
	}
	for _, object := range all {
		seen = append(seen, weak.Make(object))
	}
	held = all[0]
	return "ABCDEFG", seen
}

func main() {
	names, seen := build()
	runtime.GC()
	for index, weak := range seen {
		verdict := "is gone"
		if weak.Value() != nil {
			verdict = "survives"
		}
		fmt.Printf("%c %s\n", names[index], verdict)
	}
	runtime.KeepAlive(held)
}

// snippet.end
