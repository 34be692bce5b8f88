import Foundation
import PackagePlugin

/// A program that writes the commit being built, and whether files differ from it, into a Swift
/// file before each build.
///
/// A define in the manifest would go stale: SwiftPM keeps a manifest's result until its text
/// changes.
@main
struct StampCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
    return [
      .prebuildCommand(
        displayName: "Stamping the commit",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          "-c", script, "stamp", context.package.directoryURL.path(percentEncoded: false),
          folder.path(percentEncoded: false),
        ],
        outputFilesDirectory: folder)
    ]
  }

  /// Leaves the file alone if it is right already, so that nothing is rebuilt.
  private var script: String {
    """
    commit=$(git -C "$1" rev-parse --verify --quiet HEAD 2>/dev/null) || commit=unknown
    if [ "$commit" != unknown ] &&
      [ -n "$(git -C "$1" status --porcelain --untracked-files=no 2>/dev/null)" ]
    then commit="$commit+changes"; fi
    text="let builtCommit = \\"$commit\\""
    mkdir -p "$2"
    [ "$(cat "$2/BuiltCommit.swift" 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" > "$2/BuiltCommit.swift"
    """
  }
}
