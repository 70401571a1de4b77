// Stores: what a store of a reference costs in Java, in nanoseconds of the thread's processor time. The last of five
// rounds counts: by then the method has been compiled.
import java.lang.management.ManagementFactory;

public class Stores {
  static final class Node { double x = 1, y = 2; }
  static final class Holder { Node node; }
  static Holder kept = new Holder();

  static void store(Node a, Node b, Holder holder, int times) {
    for (int turn = 0; turn < times; turn++) holder.node = (turn & 1) == 0 ? a : b;
  }

  public static void main(String[] words) {
    var thread = ManagementFactory.getThreadMXBean();
    Node a = new Node(), b = new Node();
    double last = 0;
    for (int round = 0; round < 5; round++) {
      long start = thread.getCurrentThreadCpuTime();
      store(a, b, kept, 100_000_000);
      last = (thread.getCurrentThreadCpuTime() - start) / 1e8;
    }
    System.out.println("store " + last);
  }
}
