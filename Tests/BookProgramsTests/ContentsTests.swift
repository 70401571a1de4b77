import BookPrograms
import Testing

@Test("a chapter that is planned has no file")
func planned() {
  #expect(Contents.Entry(number: 2, title: "x", file: nil).file == nil)
}
