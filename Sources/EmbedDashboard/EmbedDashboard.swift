import Foundation
import PackagePlugin

/// A program that turns the dashboard's files into string literals when one of them has changed, so
/// that `missionlog` carries its own page.
///
/// A raw literal costs the compiler nothing; an embedded resource of this size takes half a minute.
@main
struct EmbedDashboard: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let assets = target.directoryURL.appending(path: "Dashboard/Assets")
    let output = context.pluginWorkDirectoryURL.appending(path: "DashboardFiles.swift")
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: assets.path(percentEncoded: false)
    ).filter { $0.contains(".") }.sorted()
    return [
      .buildCommand(
        displayName: "Embedding the dashboard",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          "-c", script, output.path(percentEncoded: false), assets.path(percentEncoded: false),
        ] + names,
        inputFiles: names.map { assets.appending(path: $0) }, outputFiles: [output])
    ]
  }

  /// Takes the output file as `$0`, the folder as `$1`, and the names of the files.
  private var script: String {
    """
    set -e
    cd "$1"
    shift
    {
      echo 'extension Dashboard {'
      echo '  static let files: [(name: String, text: String)] = ['
      for file; do
        printf '    ("%s", ###\"""\\n' "$file"
        cat "$file"
        printf '\\n\"""###),\\n'
      done
      echo '  ]'
      echo '}'
    } > "$0"
    """
  }
}
