// The spaces of three of Java's collectors as the virtual machine lists them, what has become of the permanent generation,
// and the kinds of collection in the log of a program that keeps one object in a hundred.
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

class Spaces {
  static List<byte[]> kept = new ArrayList<>();

  // snippet.spaces
  static void churn() {
    for (int i = 0; i < 400_000; i++) {
      byte[] block = new byte[1024];
      if (i % 100 == 0) kept.add(block);
    }
  }

  static void list() {
    var pools = ManagementFactory.getMemoryPoolMXBeans();
    pools.sort(Comparator.comparing(pool -> pool.getType() + pool.getName()));
    for (var pool : pools) {
      boolean isCode = pool.getName().startsWith("Code");
      if (!isCode) System.out.println(pool.getName() + ": " + pool.getType());
    }
  }
  // snippet.end

  static List<String> child(String settings, String word) throws Exception {
    var source = System.getProperty("sun.java.command").split(" ")[1];
    var java = ProcessHandle.current().info().command().orElseThrow();
    var command = new ArrayList<>(List.of(java, "-XX:-UsePerfData", "-Xmx64m"));
    Collections.addAll(command, settings.split(" "));
    Collections.addAll(command, source, word);
    return new ProcessBuilder(command).redirectErrorStream(true).start().inputReader().lines().toList();
  }

  public static void main(String[] words) throws Exception {
    if (words.length > 0) {
      if (words[0].equals("list")) list(); else churn();
      return;
    }
    for (String name : List.of("Serial", "Parallel", "G1")) {
      String flag = "-XX:+Use" + name + "GC";
      System.out.println(name + ": " + String.join(", ", child(flag, "list")));
      var kinds = new TreeSet<String>();
      for (String line : child(flag + " -Xlog:gc", "churn")) {
        int at = line.indexOf("Pause ");
        if (at >= 0) kinds.add(line.substring(at, line.indexOf(')', at) + 1));
      }
      System.out.println("  " + String.join(", ", kinds));
    }
    for (String line : child("-XX:MaxPermSize=64m", "list"))
      if (line.contains("MaxPermSize")) System.out.println(line);
  }
}
