// The library's declarations, by package path; a package comes after those that it imports. `//escape:` lists what the
// compiler of Go 1.27.3 printed about each parameter, the receiver first; see Library.swift. Types are as large as the real
// ones and hold pointers where those do; what is inside of them is made up. Written by Benchmarks/go_library.py.

extension GoLite.Library {
  static let texts: [(String, String)] = [
    (
      "errors",
      """
      //escape: heap:0
      func New(text string) error
      //escape: heap:0 | heap:0
      func Is(err, target error) bool
      //escape: heap:0
      func Unwrap(err error) error
      //escape: heap:1
      func Join(errs ...error) error
      """
    ),
    (
      "io",
      """
      type Reader interface { Read(p []byte) (n int, err error) }
      type Writer interface { Write(p []byte) (n int, err error) }
      var EOF error
      //escape: heap:0 | heap:0
      func WriteString(w Writer, s string) (n int, err error)
      //escape: heap:0
      func ReadAll(r Reader) ([]byte, error)
      //escape: heap:0 | heap:0
      func Copy(dst Writer, src Reader) (written int64, err error)
      """
    ),
    (
      "time",
      """
      type Duration int64
      const (
        Nanosecond Duration = 1
        Microsecond = 1000 * Nanosecond
        Millisecond = 1000 * Microsecond
        Second = 1000 * Millisecond
        Minute = 60 * Second
        Hour = 60 * Minute
      )
      type Location struct { name string }
      type Time struct { wall uint64; ext int64; loc *Location }
      func Now() Time
      //escape: mutator:0
      func Since(t Time) Duration
      func Sleep(d Duration)
      func After(d Duration) <-chan Time
      func (d Duration) String() string
      func (d Duration) Seconds() float64
      func (d Duration) Milliseconds() int64
      //escape:  | mutator:0
      func (t Time) Sub(u Time) Duration
      //escape: result0:0 mutator:0 |
      func (t Time) Add(d Duration) Time
      func (t Time) Unix() int64
      func (t Time) UnixNano() int64
      """
    ),
    (
      "math",
      """
      const (
        Pi = 3.14159265358979323846
        MaxInt64 = 1<<63 - 1
        MaxInt32 = 1<<31 - 1
      )
      func Sqrt(x float64) float64
      func Abs(x float64) float64
      func Floor(x float64) float64
      func Pow(x, y float64) float64
      func Max(x, y float64) float64
      func Min(x, y float64) float64
      """
    ),
    (
      "runtime",
      """
      func GC()
      func NumGoroutine() int
      func KeepAlive(x any)
      func Gosched()
      func GOMAXPROCS(n int) int
      """
    ),
    (
      "os",
      """
      type File struct { file *int }
      var (
        Stdin *File
        Stdout *File
        Stderr *File
        Args []string
      )
      func Exit(code int)
      //escape: heap:1 | mutator:0
      func (f *File) Write(b []byte) (n int, err error)
      """
    ),
    (
      "strconv",
      """
      func Itoa(i int) string
      func Atoi(s string) (int, error)
      func ParseInt(s string, base int, bitSize int) (i int64, err error)
      func FormatInt(i int64, base int) string
      func ParseFloat(s string, bitSize int) (float64, error)
      func Quote(s string) string
      //escape: result0:0 mutator:0 |  |
      func AppendInt(dst []byte, i int64, base int) []byte
      func ParseBool(str string) (bool, error)
      """
    ),
    (
      "strings",
      """
      type Builder struct { addr *Builder; buf []byte }
      type Reader struct { s string; i int64; prevRune int }
      //escape: result0:0 |
      func Repeat(s string, count int) string
      //escape: heap:0 | mutator:0 callee:0
      func Split(s, sep string) []string
      //escape: result0:1 |
      func Join(elems []string, sep string) string
      //escape: mutator:0 callee:0 | mutator:0 callee:0
      func Contains(s, substr string) bool
      func HasPrefix(s, prefix string) bool
      func HasSuffix(s, suffix string) bool
      //escape: heap:0
      func Fields(s string) []string
      //escape: result0:0
      func TrimSpace(s string) string
      //escape: result0:0
      func ToUpper(s string) string
      //escape: result0:0
      func ToLower(s string) string
      //escape: mutator:0 callee:0 | mutator:0 callee:0
      func Index(s, substr string) int
      //escape: result0:0 mutator:0 callee:0 | mutator:0 callee:0 |  |
      func Replace(s, old, new string, n int) string
      //escape: result0:0 mutator:0 callee:0 | mutator:0 callee:0 |
      func ReplaceAll(s, old, new string) string
      //escape: result0:0 |
      func TrimPrefix(s, prefix string) string
      //escape: result0:0 |
      func TrimSuffix(s, suffix string) string
      //escape: heap:0
      func NewReader(s string) *Reader
      //escape: result0:0 | mutator:0 callee:0
      func Trim(s, cutset string) string
      func EqualFold(s, t string) bool
      //escape: heap:1 mutator:0 |
      func (b *Builder) WriteString(s string) (int, error)
      //escape: heap:1 mutator:0 |
      func (b *Builder) WriteByte(c byte) error
      //escape: heap:1 mutator:0 |
      func (b *Builder) WriteRune(r rune) (int, error)
      //escape: result0:1
      func (b *Builder) String() string
      func (b *Builder) Len() int
      //escape: mutator:0 |
      func (b *Builder) Grow(n int)
      //escape: mutator:0
      func (b *Builder) Reset()
      """
    ),
    (
      "bytes",
      """
      type Buffer struct { buf []byte; off int; lastRead int8 }
      //escape: heap:0
      func NewBuffer(buf []byte) *Buffer
      func NewBufferString(s string) *Buffer
      func Equal(a, b []byte) bool
      //escape: mutator:0 callee:0 | mutator:0 callee:0
      func Contains(b, subslice []byte) bool
      //escape: mutator:0 |
      func (b *Buffer) Write(p []byte) (n int, err error)
      //escape: mutator:0 |
      func (b *Buffer) WriteString(s string) (n int, err error)
      //escape: mutator:0 |
      func (b *Buffer) WriteByte(c byte) error
      func (b *Buffer) String() string
      //escape: result0:1
      func (b *Buffer) Bytes() []byte
      func (b *Buffer) Len() int
      //escape: mutator:0
      func (b *Buffer) Reset()
      """
    ),
    (
      "sort",
      """
      type Interface interface { Len() int; Less(i, j int) bool; Swap(i, j int) }
      //escape: mutator:0
      func Ints(x []int)
      //escape: mutator:0
      func Strings(x []string)
      //escape: heap:0 |
      func Slice(x any, less func(i, j int) bool)
      //escape: heap:0 |
      func SliceStable(x any, less func(i, j int) bool)
      func Search(n int, f func(int) bool) int
      func SearchInts(a []int, x int) int
      //escape: heap:0
      func Sort(data Interface)
      """
    ),
    (
      "sync",
      """
      type Mutex struct { state int64 }
      type RWMutex struct { w Mutex; writerSem uint32; readerSem uint32; readerCount int32; readerWait int32 }
      type WaitGroup struct { state uint64; sema uint32 }
      type Once struct { done uint32; m Mutex }
      type Locker interface { Lock(); Unlock() }
      type Cond struct { L Locker; notify [4]uint64 }
      type Map struct { mu [5]*int }
      type Pool struct { local *int; localSize uintptr; victim *int; victimSize uintptr; New func() any }
      //escape: heap:0
      func (m *Mutex) Lock()
      //escape: heap:0
      func (m *Mutex) Unlock()
      //escape: mutator:0 callee:0
      func (m *Mutex) TryLock() bool
      //escape: heap:0
      func (rw *RWMutex) Lock()
      //escape: heap:0
      func (rw *RWMutex) Unlock()
      //escape: heap:0
      func (rw *RWMutex) RLock()
      //escape: heap:0
      func (rw *RWMutex) RUnlock()
      //escape: heap:0 |
      func (wg *WaitGroup) Add(delta int)
      //escape: heap:0
      func (wg *WaitGroup) Done()
      //escape: heap:0
      func (wg *WaitGroup) Wait()
      //escape: heap:0 |
      func (o *Once) Do(f func())
      //escape: heap:0
      func (p *Pool) Get() any
      //escape: heap:0 | heap:0
      func (p *Pool) Put(x any)
      //escape: heap:0 |
      func (m *Map) Load(key any) (value any, ok bool)
      //escape: heap:0 | heap:0 | heap:0
      func (m *Map) Store(key, value any)
      //escape: heap:0
      func (c *Cond) Wait()
      //escape: heap:0
      func (c *Cond) Signal()
      //escape: heap:0
      func (c *Cond) Broadcast()
      //escape: heap:0
      func NewCond(l Locker) *Cond
      """
    ),
    (
      "sync/atomic",
      """
      import "unsafe"
      type Int64 struct { v int64 }
      type Int32 struct { v int32 }
      func AddInt32(addr *int32, delta int32) (new int32)
      func AddInt64(addr *int64, delta int64) (new int64)
      func LoadInt32(addr *int32) (val int32)
      func LoadInt64(addr *int64) (val int64)
      func StoreInt32(addr *int32, val int32)
      func StoreInt64(addr *int64, val int64)
      func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool)
      func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool)
      //escape: heap:0
      func LoadPointer(addr *unsafe.Pointer) (val unsafe.Pointer)
      //escape: heap:0 | heap:0
      func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer)
      //escape: mutator:0 callee:0 |
      func (x *Int64) Add(delta int64) (new int64)
      //escape: mutator:0 callee:0
      func (x *Int64) Load() int64
      //escape: mutator:0 callee:0 |
      func (x *Int64) Store(val int64)
      //escape: mutator:0 callee:0 |  |
      func (x *Int64) CompareAndSwap(old, new int64) (swapped bool)
      //escape: mutator:0 callee:0 |
      func (x *Int32) Add(delta int32) (new int32)
      //escape: mutator:0 callee:0
      func (x *Int32) Load() int32
      //escape: mutator:0 callee:0 |
      func (x *Int32) Store(val int32)
      """
    ),
    (
      "fmt",
      """
      import "io"
      type Stringer interface { String() string }
      //escape: heap:1
      func Println(a ...any) (n int, err error)
      //escape: heap:1
      func Print(a ...any) (n int, err error)
      //escape:  | heap:1
      func Printf(format string, a ...any) (n int, err error)
      //escape:  | heap:1
      func Sprintf(format string, a ...any) string
      //escape: heap:1
      func Sprint(a ...any) string
      //escape: heap:1
      func Sprintln(a ...any) string
      //escape: heap:0 | heap:1
      func Errorf(format string, a ...any) (err error)
      //escape: heap:0 |  | heap:1
      func Fprintf(w io.Writer, format string, a ...any) (n int, err error)
      //escape: heap:0 | heap:1
      func Fprintln(w io.Writer, a ...any) (n int, err error)
      //escape: heap:0 | heap:1
      func Fprint(w io.Writer, a ...any) (n int, err error)
      //escape:  |  | heap:1
      func Sscanf(str string, format string, a ...any) (n int, err error)
      """
    ),
    (
      "context",
      """
      import "time"
      type CancelFunc func()
      type Context interface { Done() chan struct{}; Err() error; Value(key any) any }
      func Background() Context
      //escape: heap:0
      func WithCancel(parent Context) (ctx Context, cancel CancelFunc)
      //escape: heap:0 |
      func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc)
      //escape: heap:0 | heap:0 | heap:0
      func WithValue(parent Context, key, val any) Context
      """
    ),
  ]
}
