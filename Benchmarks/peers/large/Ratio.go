// Ratio: what HeapInuse by HeapAlloc is in a program that leaks, and in one that has let go of most of what it had.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// snippet.ratio
type Row [64]byte

var leaked, kept []*Row

func report(what string) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%-21s %3d MiB live  in use/live %.2f\n", what,
		m.HeapAlloc>>20, float64(m.HeapInuse)/float64(m.HeapAlloc))
}

func main() {
	for round := range 4 {
		for range 250_000 {
			leaked = append(leaked, new(Row))
		}
		report(fmt.Sprint("leak, round ", round+1))
	}
	leaked = nil
	report("all of it let go")

	rows := make([]*Row, 1_000_000)
	for i := range rows {
		rows[i] = new(Row)
	}
	kept = make([]*Row, 0, 125_000)
	for i := 0; i < len(rows); i += 8 {
		kept = append(kept, rows[i])
	}
	rows = nil
	report("one of eight is kept")
	debug.FreeOSMemory()
	report("after FreeOSMemory")
	runtime.KeepAlive(kept)
}
// snippet.end
