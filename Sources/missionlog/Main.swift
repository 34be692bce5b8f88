import Platform

@main
struct Main {
  static func main() {
    BuildInfo.stamp(commit: builtCommit)
  }
}
