// Two hundred files are opened and nobody closes one: how many are open, before and after the collector has looked.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

// snippet.handles
func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func forget() {
	for range 200 {
		os.Open("/dev/null")
	}
}

func main() {
	first, _ := os.Open("/dev/null") // the runtime opens two of its own beside the first
	first.Close()
	before := openFiles()
	forget()
	fmt.Println("left open:", openFiles()-before)

	runtime.GC()
	runtime.GC()
	time.Sleep(100 * time.Millisecond) // finalizers have a goroutine of their own
	fmt.Println("after two collections:", openFiles()-before)
}

// snippet.end
