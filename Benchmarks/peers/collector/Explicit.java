// What System.gc() does under seven settings: one virtual machine for each, whose log says whether the program stood.
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class Explicit {
  static List<byte[]> kept = new ArrayList<>();

  // snippet.explicit
  static final String[] SETTINGS = {
    "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC",
    "-XX:+UseG1GC -XX:+ExplicitGCInvokesConcurrent",
    "-XX:+UseG1GC -XX:+DisableExplicitGC",
    "-XX:+UseZGC", "-XX:+UseShenandoahGC",
  };

  static String verdict(List<String> log) {
    for (String line : log)
      if (line.contains("Pause Full (System.gc())")) return "a full pause";
    for (String line : log)
      if (line.contains("System.gc()")) return "a cycle beside the program";
    return "nothing";
  }
  // snippet.end

  /** The log of a machine of its own that calls System.gc() once with 8 MiB live. */
  static List<String> log(String settings) throws Exception {
    var source = System.getProperty("sun.java.command").split(" ")[1];
    var java = ProcessHandle.current().info().command().orElseThrow();
    var command = new ArrayList<>(List.of(java, "-XX:-UsePerfData", "-Xmx64m", "-Xlog:gc"));
    Collections.addAll(command, settings.split(" "));
    Collections.addAll(command, source, "child");
    return new ProcessBuilder(command).start().inputReader().lines().toList();
  }

  public static void main(String[] words) throws Exception {
    if (words.length > 0) {
      for (int i = 0; i < 8; i++) kept.add(new byte[1 << 20]);
      System.gc();
      Thread.sleep(200); // so that what runs beside the program has time to say so
      return;
    }
    for (String settings : SETTINGS) System.out.printf("%-46s %s%n", settings, verdict(log(settings)));
  }
}
