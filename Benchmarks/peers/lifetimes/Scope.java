// What a scope gives back in Java, what an interrupt ends, and what an executor that nobody shuts down keeps.

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

public class Scope {
  // snippet.scope
  record Lent(String name) implements AutoCloseable {
    public void close() { System.out.println(name + " is given back"); }
  }

  public static void main(String[] arguments) throws Exception {
    try (var one = new Lent("one"); var two = new Lent("two")) {
      throw new IllegalStateException("full");
    } catch (IllegalStateException e) {
      System.out.println("failed: " + e.getMessage());
    }

    var lock = new ReentrantLock();
    try {
      lock.lock();
      throw new IllegalStateException("full");
    } catch (IllegalStateException e) {
      System.out.println("free after a throw: " + !lock.isLocked());
    }

    var stop = new AtomicBoolean();
    var workers = Executors.newFixedThreadPool(2);
    var sleeps = workers.submit(() -> {
      Thread.sleep(60_000);
      return 0;
    });
    var counts = workers.submit(() -> {
      while (!stop.get()) {}
      return 0;
    });
    Thread.sleep(50);
    sleeps.cancel(true);
    counts.cancel(true);
    workers.shutdown();
    Thread.sleep(200);
    System.out.println("canceled: " + sleeps.isCancelled()
        + ", " + counts.isCancelled());
    System.out.println("ended: " + workers.isTerminated());
    stop.set(true);
    while (!workers.isTerminated()) Thread.sleep(1);
    System.out.println("ended: " + workers.isTerminated());
  }
  // snippet.end
}
