// The collectors' workloads in Java: the same objects, the same numbers. Prints the workload's number; pauses stand in the
// log of the collector that was chosen.
//
//   java Workloads WORKLOAD
public class Workloads {
  static final class Pair {
    final Pair left, right;
    Pair(Pair left, Pair right) { this.left = left; this.right = right; }
    int count() { return left == null ? 1 : 1 + left.count() + right.count(); }
  }
  static final class Node {
    Node left, right;
    int a, b;
    int count() { return left == null ? 1 : 1 + left.count() + right.count(); }
  }
  static final class Link { Link next; int value, other; }
  static final class Entry { Entry a, b; int value, x, y, z; }

  static Pair pairTree(int depth) {
    if (depth <= 0) return new Pair(null, null);
    Pair left = pairTree(depth - 1), right = pairTree(depth - 1);
    return new Pair(left, right);
  }
  static long trees(int depth) {
    long sum = pairTree(depth + 1).count();
    Pair stays = pairTree(depth);
    for (int d = 4; d <= depth; d += 2)
      for (int i = 0; i < 1 << (depth - d + 4); i++) sum += pairTree(d).count();
    return sum + stays.count();
  }

  static void populate(int depth, Node top) {
    if (depth <= 0) return;
    top.left = new Node();
    top.right = new Node();
    populate(depth - 1, top.left);
    populate(depth - 1, top.right);
  }
  static Node nodeTree(int depth) {
    if (depth <= 0) return new Node();
    Node left = nodeTree(depth - 1), right = nodeTree(depth - 1), top = new Node();
    top.left = left;
    top.right = right;
    return top;
  }
  static double[] numbers;
  static Node garbageNode;
  static long gcbench() {
    Node stays = new Node();
    populate(16, stays);
    numbers = new double[500000];
    for (int depth = 4; depth <= 16; depth += 2) {
      int count = 2 * ((1 << 19) - 1) / ((1 << (depth + 1)) - 1);
      for (int i = 0; i < count; i++) {
        Node top = new Node();
        populate(depth, top);
        garbageNode = top;
      }
      for (int i = 0; i < count; i++) garbageNode = nodeTree(depth);
    }
    return stays.count();
  }

  static long queue() {
    Link first = new Link(), last = first;
    long sum = 0;
    for (int i = 0; i < 21000000; i++) {
      Link next = new Link();
      next.value = i;
      last.next = next;
      last = next;
      if (i >= 1000000) {
        sum += first.value;
        first = first.next;
      }
    }
    return sum;
  }

  static long state = 88172645463325252L;
  static long next() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return state;
  }
  static Entry[][] table(int rows) {
    Entry[][] table = new Entry[rows][1024];
    for (Entry[] row : table) for (int column = 0; column < 1024; column++) row[column] = new Entry();
    return table;
  }
  static Entry garbage;
  static long live() {
    int places = 4 << 20;
    Entry[][] rows = table(places / 1024);
    long sum = 0;
    for (int i = 0; i < 20000000; i++) {
      long bits = next();
      Entry fresh = new Entry();
      fresh.value = i;
      garbage = fresh;
      if ((bits & 15) == 0) {
        int place = (int) ((bits >>> 8 & 0x7fffffffL) % places);
        Entry[] row = rows[place / 1024];
        sum += row[place % 1024].value;
        fresh.a = row[(place + 1) % 1024];
        row[place % 1024] = fresh;
        if (fresh.a != null) fresh.a.a = null;
      }
    }
    return sum;
  }
  static long cache() {
    int places = 1 << 18;
    Entry[][] rows = table(places / 1024);
    long sum = 0;
    for (int i = 0; i < 10000000; i++) {
      int place = (int) ((next() >>> 8 & 0x7fffffffL) % places);
      Entry[] row = rows[place / 1024];
      sum += row[place % 1024].value;
      if ((i & 1) == 0) {
        Entry fresh = new Entry();
        fresh.value = i;
        row[place % 1024] = fresh;
      }
    }
    return sum;
  }
  static Link garbageLink;
  static long churn() {
    long sum = 0;
    for (int round = 0; round < 20000; round++) {
      Link first = null;
      for (int i = 0; i < 1000; i++) {
        Link link = new Link();
        link.value = round;
        link.next = first;
        first = link;
      }
      garbageLink = first;
      sum += first.value;
    }
    return sum;
  }

  public static void main(String[] words) {
    long sum = switch (words[0]) {
      case "trees" -> trees(16);
      case "gcbench" -> gcbench();
      case "queue" -> queue();
      case "live" -> live();
      case "cache" -> cache();
      case "churn" -> churn();
      default -> throw new IllegalArgumentException(words[0]);
    };
    System.out.println("{\"sum\":" + sum + "}");
  }
}
