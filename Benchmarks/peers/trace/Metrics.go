// The same three causes in Go, and which of the runtime's own metrics has moved: a collector that is asked to collect all the
// time, a lock that somebody holds for long, and more goroutines that want to run than there are processors.
package main

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// snippet.metrics
var names = []string{
	"/gc/cycles/total:gc-cycles",
	"/sync/mutex/wait/total:seconds",
	"/sched/latencies:seconds",
}

func read() [3]float64 {
	samples := make([]metrics.Sample, len(names))
	for i, name := range names {
		samples[i].Name = name
	}
	metrics.Read(samples)
	waited := 0.0 // how often a goroutine that could run waited for 20 ms or more
	latencies := samples[2].Value.Float64Histogram()
	for i, count := range latencies.Counts {
		if latencies.Buckets[i] >= 0.02 {
			waited += float64(count)
		}
	}
	return [3]float64{float64(samples[0].Value.Uint64()), samples[1].Value.Float64(), waited}
}

// snippet.end

var lock sync.Mutex
var over atomic.Bool
var kept []*[64]byte
var sum atomic.Int64

func request(i int) {
	hash := i
	for range 20_000 {
		hash = (hash ^ 0x9E37) * 0x01000193
	}
	sum.Add(int64(hash))
	runtime.Gosched() // as whoever waits for an answer does
	lock.Lock()
	lock.Unlock()
}

func run(beside func()) [3]float64 {
	runtime.GC()
	over.Store(false)
	before := read()
	var others sync.WaitGroup
	if beside != nil {
		others.Go(beside)
	}
	for start, i := time.Now(), 0; time.Since(start) < 1200*time.Millisecond; i++ {
		request(i)
	}
	over.Store(true)
	others.Wait()
	after := read()
	for i := range after {
		after[i] -= before[i]
	}
	return after
}

func main() {
	say := func(cause string, moved [3]float64) {
		fmt.Printf("%-10s", cause)
		for i, limit := range []float64{5, 0.1, 5} {
			word := "-"
			if moved[i] > limit {
				word = "moved"
			}
			fmt.Printf("  %-5s", word)
		}
		fmt.Println()
	}
	fmt.Printf("%-10s  %-5s  %-5s  %-5s\n", "", "gc", "mutex", "sched")
	say("nothing", run(nil))
	say("collector", run(func() {
		for !over.Load() {
			kept = append(kept[:0], new([64]byte))
			runtime.GC()
		}
	}))
	say("lock", run(func() {
		for !over.Load() {
			lock.Lock()
			time.Sleep(10 * time.Millisecond)
			lock.Unlock()
			time.Sleep(5 * time.Millisecond)
		}
	}))
	say("no turn", run(func() {
		var strangers sync.WaitGroup
		for i := range 8 * runtime.GOMAXPROCS(0) {
			strangers.Go(func() {
				for !over.Load() {
					sum.Add(int64(i))
				}
			})
		}
		strangers.Wait()
	}))
}
