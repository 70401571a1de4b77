// Noscan: a collection's time for the same number of live blocks of the same size, with pointers in them and without.
package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// snippet.noscan
const count = 1_000_000

type Plain struct{ text [128]byte }
type Linked struct {
	next *Linked
	text [120]byte
}

var plain [count]*Plain
var linked [count]*Linked

// The median of nine collections.
func collection() time.Duration {
	times := make([]time.Duration, 9)
	for i := range times {
		start := time.Now()
		runtime.GC()
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	return times[4]
}

func main() {
	for i := range plain {
		plain[i] = new(Plain)
	}
	without := collection()
	clear(plain[:])
	for i := range linked {
		linked[i] = &Linked{}
		if i > 0 {
			linked[i].next = linked[i*7919%i]
		}
	}
	with := collection()
	clear(linked[:])
	fmt.Println("with pointers, per cent of the time without: percent", int(with*100/without))
}

// snippet.end
