// What Go's heap goal is for three percentages and with a memory limit: the percentage of what is live at which the next
// collection ends, rounded to tens, because stacks and globals count a little.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

var kept [][]byte

// snippet.goals
func goal() uint64 {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	percent := memory.NextGC * 100 / memory.HeapAlloc
	return (percent + 5) / 10 * 10
}

func main() {
	for range 64 << 10 {
		kept = append(kept, make([]byte, 1024))
	}
	for _, percent := range []int{50, 100, 200} {
		before := debug.SetGCPercent(percent)
		fmt.Println("was", before, "is", percent, "goal", goal(), "%")
	}
	debug.SetMemoryLimit(80 << 20)
	fmt.Println("with a limit of 80 MiB under 160 %:", goal() < 160)
}

// snippet.end
