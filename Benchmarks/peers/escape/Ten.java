// The ten functions of the chapter on escape analysis in Java: bytes that one call allocates on its thread, in one
// virtual machine with the analysis and in one without it.
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;

class Ten {
  // snippet.ten
  static class Node {
    int value;
    Node(int value) { this.value = value; }
  }
  interface Sized { double area(); }
  record Small(double area, double b, double c) implements Sized {}
  record Large(double area, double b, double c, double d) implements Sized {}
  record Tree(Tree left, int value, Tree right) {}
  static class Refused extends Exception {}
  static Node kept;

  static Node returned(int n) { return new Node(n); }
  static void stored(int n) { kept = new Node(n); }
  static int used(int n) {
    var node = new Node(n);
    return node.value;
  }
  static int listed(int n) {
    Node[] nodes = {new Node(n), new Node(n + 1)};
    return nodes[n & 1].value;
  }
  static IntSupplier counter() {
    int[] n = {0};
    return () -> n[0] += 1;
  }
  static IntSupplier stepper(int step) {
    int[] n = {0};
    return () -> n[0] += step;
  }
  static Sized sized(int n) {
    if (n == 0) return new Small(n, 2, 3);
    return new Large(n, 2, 3, 4);
  }
  static Tree tree(int n) { return new Tree(null, n, null); }
  static int refused(int n) throws Refused {
    if (n < 0) throw new Refused();
    return n;
  }
  static Future<Integer> sent(int n) {
    return ForkJoinPool.commonPool().submit(() -> n + 1);
  }
  // snippet.end

  static double total;
  static final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  interface Work { void run(int n) throws Exception; }

  /** Bytes of one call: the least of several batches, for the first ones still run in the interpreter. */
  static long bytes(int calls, Work work) throws Exception {
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < 6; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) work.run(i);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return Math.round(least / (double) calls);
  }

  static List<Long> measure() throws Exception {
    int calls = 30_000;
    return List.of(
        bytes(calls, n -> total += returned(n).value),
        bytes(calls, Ten::stored),
        bytes(calls, n -> total += used(n)),
        bytes(calls, n -> total += listed(n)),
        bytes(calls, n -> total += counter().getAsInt()),
        bytes(calls, n -> total += stepper(n).getAsInt()),
        bytes(calls, n -> total += sized(n & 1).area()),
        bytes(calls, n -> total += tree(n).value()),
        bytes(calls / 5, n -> {
          try { refused(-1); } catch (Refused error) { total += 1; }
        }),
        bytes(calls / 5, n -> total += sent(n).get()));
  }

  /** The ten numbers of a machine of its own, which compiles before it goes on, so that they repeat. */
  static List<String> bytes(String analysis) throws Exception {
    var source = System.getProperty("sun.java.command").split(" ")[1];
    var java = ProcessHandle.current().info().command().orElseThrow();
    var child = new ProcessBuilder(java, "-XX:-UsePerfData", "-Xbatch", analysis, source, "numbers").start();
    return child.inputReader().lines().toList();
  }

  public static void main(String[] words) throws Exception {
    if (words.length > 0) {
      measure(); // so that every call site has seen all ten before the round that counts
      measure().forEach(System.out::println);
      return;
    }
    var with = bytes("-XX:+DoEscapeAnalysis");
    var without = bytes("-XX:-DoEscapeAnalysis");
    var names = "returned stored used listed counter stepper sized tree refused sent".split(" ");
    System.out.println("bytes      with  without");
    for (int i = 0; i < names.length; i++) System.out.printf("%-9s %5s %8s%n", names[i], with.get(i), without.get(i));
  }
}
