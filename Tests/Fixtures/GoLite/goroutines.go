// Goroutines and channels: what they use outlives the function that starts them.
package main

import (
	"fmt"
	"sync"
)

type job struct {
	id     int
	result *int
}

func worker(id int, jobs <-chan *job, done chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		value := j.id * id
		j.result = &value
		done <- value
	}
}

func run(n int) int {
	jobs := make(chan *job, n)
	done := make(chan int, n)
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go worker(i, jobs, done, &wg)
	}
	for i := 0; i < n; i++ {
		jobs <- &job{id: i}
	}
	close(jobs)
	wg.Wait()
	close(done)
	total := 0
	for v := range done {
		total += v
	}
	return total
}

func counted() int {
	var mu sync.Mutex
	count := 0
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			count += i
		}()
	}
	wg.Wait()
	return count
}

func first(a, b chan *job) *job {
	select {
	case j := <-a:
		return j
	case j, ok := <-b:
		if ok {
			return j
		}
	default:
	}
	return nil
}

func main() {
	fmt.Println(run(4), counted())
	j := first(make(chan *job), make(chan *job))
	if j != nil {
		fmt.Println(j.id)
	}
}
