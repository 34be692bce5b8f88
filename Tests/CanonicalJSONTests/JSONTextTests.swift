import CanonicalJSON
import Testing

@Suite struct JSONTextTests {
  @Test func membersAreSortedAndSpaceIsDropped() throws {
    let text = try JSONText(#" { "b" : [ 1 , 2.50 ] , "a" : { } } "#)
    #expect(text.string == #"{"a":{},"b":[1,2.5]}"#)
  }
}
