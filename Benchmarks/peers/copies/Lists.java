// Lists: what Java's arrays and lists share.
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public class Lists {
  // snippet.lists
  public static void main(String[] words) {
    int[] numbers = {1, 2, 3};
    int[] other = numbers;
    other[0] = 100;
    System.out.println("the same array: " + numbers[0]);

    Integer[] boxes = {1, 2, 3};
    List<Integer> view = Arrays.asList(boxes);
    List<Integer> copy = List.copyOf(view);
    boxes[0] = 100;
    System.out.println("a view: " + view.get(0));
    System.out.println("a copy: " + copy.get(0));
    System.out.println("a copy of a copy is the same: "
        + (List.copyOf(copy) == copy));
    try {
      copy.set(0, 5);
    } catch (UnsupportedOperationException error) {
      System.out.println("nobody may write to it");
    }
  }
  // snippet.end
}
