// The nine values in Go: how many heap allocations each costs, as the testing package counts them.
package main

import (
	"fmt"
	"testing"
)

type Point struct{ X, Y float64 }
type Sized interface{ Area() float64 }
type Small struct{ A, B, C float64 }
type Large struct{ A, B, C, D float64 }

func (s Small) Area() float64 { return s.A }
func (l Large) Area() float64 { return l.A }

var keptPoint *Point
var keptSized Sized
var keptFunc func() int
var keptSlice []int
var total float64

func count(name string, work func()) {
	fmt.Printf("%-16s %.0f\n", name, testing.AllocsPerRun(1000, work))
}

// snippet.allocs
func main() {
	count("struct, local", func() { p := Point{1, 2}; total += p.X })
	count("&struct, local", func() {
		p := &Point{1, 2}
		total += p.X
	})
	count("&struct, kept", func() { keptPoint = &Point{total, 2} })
	count("interface, 24 B", func() { keptSized = Small{A: total} })
	count("interface, 32 B", func() { keptSized = Large{A: total} })
	count("closure, kept", func() {
		n := 0
		keptFunc = func() int { n++; return n }
	})
	count("[4]int, local", func() {
		a := [4]int{1, 2, 3, 4}
		total += float64(a[2])
	})
	count("[]int, kept", func() { keptSlice = make([]int, 4) })
}

// snippet.end
