import Foundation
import PackagePlugin

/// Turns the dashboard's files into string literals before each build, so that the program carries its own page.
///
/// A raw literal costs the compiler nothing, where an embedded resource of this size takes half a minute.
@main
struct EmbedDashboard: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
    let assets = target.directoryURL.appending(path: "Dashboard/Assets")
    return [
      .prebuildCommand(
        displayName: "Embedding the dashboard",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          "-c", script, "embed", assets.path(percentEncoded: false),
          folder.path(percentEncoded: false),
        ],
        outputFilesDirectory: folder)
    ]
  }

  /// Leaves the file alone when it holds these texts already, so that nothing is built again.
  private var script: String {
    """
    set -e
    mkdir -p "$2"
    new="$2/DashboardFiles.new"
    cd "$1"
    {
      echo 'extension Dashboard {'
      echo '  static let files: [(name: String, text: String)] = ['
      find . -type f | LC_ALL=C sort | while read -r file; do
        printf '    ("%s", ###\"""\\n' "${file#./}"
        cat "$file"
        printf '\\n\"""###),\\n'
      done
      echo '  ]'
      echo '}'
    } > "$new"
    cmp -s "$new" "$2/DashboardFiles.swift" && rm "$new" || mv "$new" "$2/DashboardFiles.swift"
    """
  }
}
