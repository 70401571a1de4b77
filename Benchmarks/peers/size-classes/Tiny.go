// Tiny: what a million values of four bytes take when nothing points out of them, and what stays when each fourth lives.
package main

import (
	"fmt"
	"runtime"
)

// snippet.tiny
const count = 1_000_000

var kept = make([]*int32, count)

func live() (bytes, objects uint64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, m.HeapObjects
}

func main() {
	before, _ := live()
	for i := range kept {
		kept[i] = new(int32)
	}
	all, _ := live()
	fmt.Println("a million values of 4 bytes: bytes a value", (all-before)/count)
	for i := range kept {
		if i%4 != 0 {
			kept[i] = nil
		}
	}
	quarter, _ := live()
	fmt.Println("each fourth of them kept: held a value", (quarter-before)*4/count)
	runtime.KeepAlive(kept)
}

// snippet.end
