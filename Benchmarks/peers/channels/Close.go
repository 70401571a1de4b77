// What close does in Go: to what is stored, to one who waits, and to those who come later.
package main

import (
	"fmt"
	"time"
)

// caught runs f and says what it panicked with.
func caught(f func()) (word string) {
	defer func() {
		if r := recover(); r != nil {
			word = fmt.Sprint(r)
		}
	}()
	f()
	return "done"
}

// snippet.close
func main() {
	c := make(chan int, 2)
	c <- 1
	c <- 2
	close(c)
	for range 4 {
		value, ok := <-c
		fmt.Println("received:", value, ok)
	}
	fmt.Println("send: ", caught(func() { c <- 3 }))
	fmt.Println("close:", caught(func() { close(c) }))

	full := make(chan int)
	ended := make(chan string)
	go func() {
		ended <- caught(func() { full <- 1 })
	}()
	time.Sleep(20 * time.Millisecond)
	close(full)
	fmt.Println("one who waited to send:", <-ended)
}

// snippet.end
