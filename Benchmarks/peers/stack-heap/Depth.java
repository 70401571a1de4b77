// How many calls fit on a stack of 8 MiB in Java, where falling off it is an error that one can catch.
class Depth {
  static int depth;

  // snippet.depth
  static void descend() {
    depth++;
    descend();
  }

  static void measure() {
    try {
      descend();
    } catch (StackOverflowError error) {
      System.out.println("StackOverflowError after calls " + depth);
    }
  }
  // snippet.end

  public static void main(String[] words) throws InterruptedException {
    Thread thread = new Thread(null, Depth::measure, "depth", 8 << 20);
    thread.start();
    thread.join();
  }
}
