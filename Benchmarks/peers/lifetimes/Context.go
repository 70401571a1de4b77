// What a canceled context ends in Go, and how long a deferred unlock holds its lock.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// snippet.context
func main() {
	request, cancel := context.WithCancel(context.Background())
	never := make(chan int)
	for range 50 {
		go func() {
			select {
			case <-never:
			case <-request.Done():
			}
		}()
	}
	for range 50 {
		go func() { <-never }() // looks at no context
	}
	time.Sleep(50 * time.Millisecond)
	fmt.Println("before:", runtime.NumGoroutine()-1)
	cancel()
	time.Sleep(50 * time.Millisecond)
	fmt.Println("after: ", runtime.NumGoroutine()-1)

	var lock sync.Mutex
	for range 1 {
		lock.Lock()
		defer lock.Unlock()
	}
	fmt.Println("free after the loop:", lock.TryLock())
}

// snippet.end
