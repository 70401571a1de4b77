// The seven objects of the chapter on mark-sweep in Java: which of them a weak reference still finds after a collection.
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

class Seven {
  // snippet.seven
  static class Node { Node next; }

  static Node held;

  static List<WeakReference<Node>> build() {
    Node[] all = new Node[7];
    for (int index = 0; index < 7; index++) all[index] = new Node();
    int[][] refers = {{0, 1}, {1, 2}, {3, 4}, {4, 3}, {5, 2}};
    for (int[] pair : refers) all[pair[0]].next = all[pair[1]];
    List<WeakReference<Node>> seen = new ArrayList<>();
    for (Node node : all) seen.add(new WeakReference<>(node));
    held = all[0];
    return seen;
  }

  public static void main(String[] words) {
    List<WeakReference<Node>> seen = build();
    System.gc();
    for (int index = 0; index < 7; index++) {
      String verdict = seen.get(index).get() == null ? "is gone" : "survives";
      System.out.println("ABCDEFG".charAt(index) + " " + verdict);
    }
  }
  // snippet.end
}
