// Threads that wait for an element of a queue that nobody else holds, and what ends them. Java's queues have no close.

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

public class Wait {
  static final AtomicInteger interrupted = new AtomicInteger();

  // snippet.wait
  static WeakReference<Object> leak(List<Thread> threads) {
    var queue = new ArrayBlockingQueue<Integer>(1);
    for (int i = 0; i < 1000; i++) {
      var thread = new Thread(() -> {
        try {
          queue.take();
        } catch (InterruptedException e) {
          interrupted.incrementAndGet();
        }
      });
      thread.start();
      threads.add(thread);
    }
    return new WeakReference<>(queue);
  }

  public static void main(String[] arguments) throws Exception {
    var threads = new ArrayList<Thread>();
    var queue = leak(threads);
    while (waiting(threads) < 1000) Thread.sleep(1);
    System.gc();
    System.gc();
    System.out.println("after two collections: " + waiting(threads));
    System.out.println("the queue is gone: " + (queue.get() == null));
    for (var thread : threads) thread.interrupt();
    for (var thread : threads) thread.join();
    System.out.println("ended by an interrupt: " + interrupted);
    System.gc();
    System.out.println("the queue is gone: " + (queue.get() == null));
  }
  // snippet.end

  static long waiting(List<Thread> threads) {
    return threads.stream().filter(t -> t.getState() == Thread.State.WAITING).count();
  }
}
