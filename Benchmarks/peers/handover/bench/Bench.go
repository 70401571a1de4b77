// The rows of Benchmarks/handover in Go: the same work, counts, buffers and resets. `bench ROW COUNT THREADS` prints
// `nanoseconds N` an operation, the middle of three, or `bytes N` a waiter.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

func middle(operations int, body func()) {
	var times []float64
	for i := 0; i < 3; i++ {
		start := time.Now()
		body()
		times = append(times, float64(time.Since(start).Nanoseconds())/float64(operations))
	}
	sort.Float64s(times)
	fmt.Printf("nanoseconds %v\n", times[1])
}

func both(first, second func()) {
	var group sync.WaitGroup
	group.Add(2)
	go func() { defer group.Done(); first() }()
	go func() { defer group.Done(); second() }()
	group.Wait()
}

func pingPong(count int) {
	there, back := make(chan int), make(chan int)
	both(func() {
		for i := 0; i < count; i++ {
			there <- i
			<-back
		}
	}, func() {
		for i := 0; i < count; i++ {
			back <- <-there
		}
	})
}

func flow(senders, receivers, count int) {
	c := make(chan int, 64)
	var sending, receiving sync.WaitGroup
	sending.Add(senders)
	receiving.Add(receivers)
	for k := 0; k < senders; k++ {
		go func() {
			defer sending.Done()
			for i := 0; i < count/senders; i++ {
				c <- i
			}
		}()
	}
	for k := 0; k < receivers; k++ {
		go func() {
			defer receiving.Done()
			for range c {
			}
		}()
	}
	sending.Wait()
	close(c)
	receiving.Wait()
}

func selectReceive2(count int) {
	var c [2]chan int
	for i := range c {
		c[i] = make(chan int)
	}
	both(func() {
		for i := 0; i < count; i++ {
			c[i%2] <- i
		}
	}, func() {
		for i := 0; i < count; i++ {
			select {
			case <-c[0]:
			case <-c[1]:
			}
		}
	})
}

func selectSend2(count int) {
	var c [2]chan int
	for i := range c {
		c[i] = make(chan int)
	}
	both(func() {
		for i := 0; i < count; i++ {
			<-c[i%2]
		}
	}, func() {
		for i := 0; i < count; i++ {
			select {
			case c[0] <- 1:
			case c[1] <- 1:
			}
		}
	})
}

func selectReceive16(count int) {
	var c [16]chan int
	for i := range c {
		c[i] = make(chan int)
	}
	both(func() {
		for i := 0; i < count; i++ {
			c[i%16] <- i
		}
	}, func() {
		for i := 0; i < count; i++ {
			select {
			case <-c[0]:
			case <-c[1]:
			case <-c[2]:
			case <-c[3]:
			case <-c[4]:
			case <-c[5]:
			case <-c[6]:
			case <-c[7]:
			case <-c[8]:
			case <-c[9]:
			case <-c[10]:
			case <-c[11]:
			case <-c[12]:
			case <-c[13]:
			case <-c[14]:
			case <-c[15]:
			}
		}
	})
}

func selectSend16(count int) {
	var c [16]chan int
	for i := range c {
		c[i] = make(chan int)
	}
	both(func() {
		for i := 0; i < count; i++ {
			<-c[i%16]
		}
	}, func() {
		for i := 0; i < count; i++ {
			select {
			case c[0] <- 1:
			case c[1] <- 1:
			case c[2] <- 1:
			case c[3] <- 1:
			case c[4] <- 1:
			case c[5] <- 1:
			case c[6] <- 1:
			case c[7] <- 1:
			case c[8] <- 1:
			case c[9] <- 1:
			case c[10] <- 1:
			case c[11] <- 1:
			case c[12] <- 1:
			case c[13] <- 1:
			case c[14] <- 1:
			case c[15] <- 1:
			}
		}
	})
}

func resident() int {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return pages * 4096
}

func blocked(count int) {
	runtime.GC()
	before := resident()
	c := make(chan int)
	for i := 0; i < count; i++ {
		go func() { <-c }()
	}
	for runtime.NumGoroutine() < count {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(400 * time.Millisecond)
	fmt.Printf("bytes %d\n", (resident()-before)/count)
	runtime.KeepAlive(c)
}

type block struct {
	bytes []byte
	count int
}

func pool(count, threads, held int) {
	p := sync.Pool{New: func() any { return &block{bytes: make([]byte, 1024)} }}
	middle(count, func() {
		var group sync.WaitGroup
		group.Add(threads)
		for k := 0; k < threads; k++ {
			go func() {
				defer group.Done()
				for i := 0; i < count/held; i++ {
					first := p.Get().(*block)
					clear(first.bytes)
					if held == 2 {
						second := p.Get().(*block)
						clear(second.bytes)
						second.count = 0
						p.Put(second)
					}
					first.count = 0
					p.Put(first)
				}
			}()
		}
		group.Wait()
	})
}

func main() {
	row := os.Args[1]
	count, _ := strconv.Atoi(os.Args[2])
	threads, _ := strconv.Atoi(os.Args[3])
	switch row {
	case "unbuffered":
		middle(2*count, func() { pingPong(count) })
	case "one-one":
		middle(count, func() { flow(1, 1, count) })
	case "four-four":
		middle(count, func() { flow(4, 4, count) })
	case "select-receive-2":
		middle(count, func() { selectReceive2(count) })
	case "select-send-2":
		middle(count, func() { selectSend2(count) })
	case "select-receive-16":
		middle(count, func() { selectReceive16(count) })
	case "select-send-16":
		middle(count, func() { selectSend16(count) })
	case "blocked":
		blocked(count)
	case "pool-1":
		pool(count, threads, 1)
	case "pool-2":
		pool(count, threads, 2)
	default:
		os.Exit(2)
	}
}
