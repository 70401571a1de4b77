// A thousand goroutines wait to send into a channel that nobody else holds; and a channel with 48 MiB in it is dropped.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"time"
)

func fill() {
	c := make(chan []byte, 48)
	for range 48 {
		c <- make([]byte, 1<<20)
	}
}

// snippet.leak
func leak() {
	c := make(chan int)
	for range 1000 {
		go func() { c <- 1 }()
	}
}

func main() {
	leak()
	time.Sleep(50 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	fmt.Println("after two collections:", runtime.NumGoroutine())

	var text bytes.Buffer
	pprof.Lookup("goroutineleak").WriteTo(&text, 1)
	first, _ := text.ReadString('\n')
	fmt.Print(first)

	fill() // 48 MiB in a channel, never closed
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Println("under 8 MiB:", memory.HeapAlloc < 8<<20)
}

// snippet.end
