/// A command to execute; it gets nothing of this process's own environment or folder.
package struct ProcessCommand: Hashable, Sendable {
  /// The program's path; it is not looked up.
  package let executable: String
  /// All arguments, the program's own name first.
  package let arguments: [String]
  /// `NAME=value` each; the command sees no other variable.
  package let environment: [String]
  /// The working folder.
  package let directory: String

  package init(
    executable: String, arguments: [String], environment: [String], directory: String
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }
}
