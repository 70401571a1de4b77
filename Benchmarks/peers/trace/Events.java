// The same causes in Java, and which events of its flight recorder are longer than five milliseconds: a lock that somebody
// holds, a collection that is asked for, and other threads that have the processors, of which it knows nothing.
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

class Events {
  static final Object lock = new Object();
  static volatile boolean isOver;
  static volatile int sum;
  static List<byte[][]> kept = new ArrayList<>();

  static void request(int number) {
    int hash = number;
    for (int i = 0; i < 20_000; i++) hash = (hash ^ 0x9E37) * 0x01000193;
    synchronized (lock) { sum += hash; }
  }

  // snippet.events
  static void record(String cause, Runnable beside, int threads) throws Exception {
    var file = Files.createTempFile("events", ".jfr");
    try (var recording = new Recording()) {
      for (String event : List.of("jdk.JavaMonitorEnter", "jdk.GCPhasePause"))
        recording.enable(event).withThreshold(Duration.ofMillis(5));
      recording.start();
      run(beside, threads);
      recording.stop();
      recording.dump(file);
    }
    var kinds = new TreeSet<String>();
    for (var event : RecordingFile.readAllEvents(file)) kinds.add(event.getEventType().getName());
    System.out.printf("%-10s %s%n", cause, kinds.isEmpty() ? "-" : String.join(", ", kinds));
    Files.delete(file);
  }
  // snippet.end

  static void run(Runnable beside, int threads) throws Exception {
    isOver = false;
    var others = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      var other = new Thread(beside);
      other.start();
      others.add(other);
    }
    long start = System.nanoTime();
    for (int number = 0; System.nanoTime() - start < 500_000_000L; number++) request(number);
    isOver = true;
    for (var other : others) other.join();
  }

  static void sleep(int milliseconds) {
    try { Thread.sleep(milliseconds); } catch (InterruptedException stop) { isOver = true; }
  }

  public static void main(String[] words) throws Exception {
    record("nothing", () -> {}, 0);
    for (int i = 0; i < 400; i++) kept.add(new byte[1000][16]);
    record("collector", () -> { while (!isOver) { System.gc(); sleep(20); } }, 1);
    kept.clear();
    record("lock", () -> { while (!isOver) { synchronized (lock) { sleep(10); } sleep(5); } }, 1);
    int processors = Runtime.getRuntime().availableProcessors();
    record("no turn", () -> { while (!isOver) sum++; }, 4 * processors);
  }
}
