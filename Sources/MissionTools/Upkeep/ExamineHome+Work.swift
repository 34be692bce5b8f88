import MissionControl
import MissionModel
import Platform

extension ExamineHome {
  /// Finds VPs whose missions would fail on this machine: it lacks their command, or can't make
  /// their workspaces.
  func work(_ fleet: Fleet) -> [DoctorAnswer.Check] {
    fleet.configuration.vps.flatMap { settings in
      command(of: settings, fleet) + workspaces(of: settings, fleet)
    }
  }

  /// Only an absolute path can be judged here: a relative one depends on the working folder, a bare
  /// name on the worker's `PATH`.
  private func command(of settings: VPSettings, _ fleet: Fleet) -> [DoctorAnswer.Check] {
    guard let name = settings.command.first, name.hasPrefix("/"),
      FileSystem.program(name, searchPath: "") == nil
    else { return [] }
    return [
      .init(
        "vp \(settings.id)", .warning, "its command \(name) is not a program that can run here",
        remedy: "fix command of vps.\(settings.id) in \(fleet.home.configPath)")
    ]
  }

  private func workspaces(of settings: VPSettings, _ fleet: Fleet) -> [DoctorAnswer.Check] {
    guard let vp = VPID(settings.id) else { return [] }
    let root = fleet.workspaceRoot(ofVP: vp)
    guard !FileSystem.canMakeFolder(at: root) else { return [] }
    return [
      .init(
        "vp \(settings.id)", .warning, "its workspaces can't be made in \(root)",
        remedy: "let this user write there, or set workspace_root in \(fleet.home.configPath)")
    ]
  }
}
