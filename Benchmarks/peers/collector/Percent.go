// The same work under five percentages, and under a memory limit a tenth above what is live: collections, the collector's
// share of the processor as the runtime counts it, and the largest heap that was seen.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

type entry struct {
	a, b *entry
	data [16]byte
}

var kept []*entry

const live = 500_000

func collectorSeconds() (collector, all float64) {
	samples := []metrics.Sample{{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/user:cpu-seconds"}}
	metrics.Read(samples)
	return samples[0].Value.Float64(), samples[0].Value.Float64() + samples[1].Value.Float64()
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// snippet.percent
// Makes eight million entries, of which one in sixteen takes the place of one
// that is kept.
func work() (peak uint64) {
	for i := range 8_000_000 {
		fresh := &entry{}
		if i%16 == 0 {
			kept[i/16*7919%live] = fresh
		}
		if i%4096 == 0 {
			peak = max(peak, heapBytes())
		}
	}
	return peak
}

func measure(percent int, limit int64) {
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	collectorBefore, allBefore := collectorSeconds()
	peak := work()
	runtime.GC() // the shares are brought up to date when a cycle ends
	runtime.ReadMemStats(&after)
	collector, all := collectorSeconds()
	share := (collector - collectorBefore) / (all - allBefore)
	fmt.Printf("%7d %11d %12.0f %11d\n", percent, after.NumGC-before.NumGC-1, share*100, peak>>20)
}

// snippet.end

func main() {
	for range live {
		kept = append(kept, &entry{})
	}
	fmt.Println("percent collections collector, % MiB at most")
	for _, percent := range []int{25, 50, 100, 200, 400} {
		measure(percent, math.MaxInt64)
	}
	debug.FreeOSMemory()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Println("under a memory limit a tenth above what is live and the runtime's own:")
	measure(100, int64(memory.Sys-memory.HeapSys+memory.HeapAlloc*11/10))
}
