// Functional options: closures in a slice, called through a parameter.
package main

import "time"

type server struct {
	host    string
	port    int
	timeout time.Duration
	log     func(string, ...any)
}

type option func(*server)

func withPort(port int) option { return func(s *server) { s.port = port } }

func withTimeout(d time.Duration) option {
	return func(s *server) {
		s.timeout = d
	}
}

func newServer(host string, options ...option) *server {
	s := &server{host: host, port: 80}
	for _, o := range options {
		o(s)
	}
	return s
}

func quiet(s *server) { s.log = nil }

func main() {
	s := newServer("localhost", withPort(8080), withTimeout(2*time.Second), quiet)
	if s.log != nil {
		s.log("port %d", s.port)
	}
	start := time.Now()
	println(s.host, s.port, s.timeout.String(), time.Since(start) < time.Minute)
}
