private import CPlatform
private import Glibc

extension FileSystem {
  /// Returns how many bytes this user may still write where `path` lies.
  package static func freeBytes(at path: String) throws(PlatformError) -> Int64 {
    var status = statvfs()
    _ = try retrying("inspection of the volume", path) { unsafe statvfs(path, &status) }
    let (bytes, overflow) = Int64(status.f_bavail).multipliedReportingOverflow(
      by: Int64(status.f_frsize))
    return overflow ? .max : bytes
  }

  /// Whether this user may write at `path`; false on a read-only mount.
  package static func isWritable(_ path: String) -> Bool {
    unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
  }

  /// Returns the name of the network file system that `path` lies on; nil for a local one.
  ///
  /// Locks and shared memory don't hold across machines there, so no ledger may lie on one.
  package static func networkFileSystem(at path: String) throws(PlatformError) -> String? {
    var status = statfs()
    _ = try retrying("inspection of the volume", path) { unsafe statfs(path, &status) }
    let magic = UInt32(truncatingIfNeeded: status.f_type)
    if let name = networkMagic[magic] { return name }
    guard magic == fuseMagic else { return nil }
    let device = try info(path, followingLinks: true).device
    let mounts = (try? read("/proc/self/mountinfo", limit: 16 << 20)) ?? []
    let kind = mountedKind(of: device, in: String(decoding: mounts, as: UTF8.self))
    return kind.flatMap { networkFUSE.contains($0) ? $0 : nil }
  }

  /// Returns the type of the file system with that device number, from the lines of `mountinfo`.
  static func mountedKind(of device: UInt64, in mounts: String) -> String? {
    let wanted = "\(gnu_dev_major(dev_t(device))):\(gnu_dev_minor(dev_t(device)))"
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 4, fields[2] == wanted, let dash = fields.firstIndex(of: "-"),
        dash + 1 < fields.count
      else { continue }
      return String(fields[dash + 1])
    }
    return nil
  }

  private static let fuseMagic: UInt32 = 0x6573_5546

  private static let networkMagic: [UInt32: String] = [
    0x6969: "nfs", 0x517B: "smb", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x0102_1997: "9p",
    0x5346_414F: "afs", 0x6B41_4653: "afs", 0x7375_7245: "coda", 0x00C3_6400: "ceph",
    0x564C: "ncp", 0x0BD0_0BD0: "lustre", 0x4750_4653: "gpfs", 0x0116_1970: "gfs2",
    0x7461_636F: "ocfs2", 0xAAD7_AAEA: "panfs", 0x1983_0326: "beegfs",
  ]

  private static let networkFUSE: Set<String> = [
    "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.glusterfs",
    "fuse.davfs", "fuse.davfs2", "fuse.curlftpfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.juicefs",
    "fuse.blobfuse", "fuse.blobfuse2", "fuse.mount-s3", "fuse.smbnetfs", "fuse.gvfsd-fuse",
  ]
}
