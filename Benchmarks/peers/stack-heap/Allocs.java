// The same values in Java: bytes that the thread allocated for each, from the virtual machine's own counter.
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;

class Allocs {
  record Point(double x, double y) {}

  static Object kept;
  static double total;
  static final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  static long allocated() { return threads.getCurrentThreadAllocatedBytes(); }

  /** Bytes of one call, over many, so that the counter's own noise rounds away. */
  static void count(String name, Runnable work) {
    int rounds = 200_000;
    for (int i = 0; i < rounds; i++) work.run();
    long before = allocated();
    for (int i = 0; i < rounds; i++) work.run();
    System.out.printf("%-18s %d%n", name, Math.round((allocated() - before) / (double) rounds));
  }

  // snippet.allocs
  public static void main(String[] words) {
    count("Point, local", () -> {
      var p = new Point(1, 2);
      total += p.x();
    });
    count("Point, kept", () -> kept = new Point(1, 2));
    count("int, boxed", () -> kept = Integer.valueOf(1_000));
    count("lambda, kept", () -> {
      int n = (int) total;
      IntSupplier next = () -> n + 1;
      kept = next;
    });
    count("int[4], kept", () -> kept = new int[4]);
  }
  // snippet.end
}
