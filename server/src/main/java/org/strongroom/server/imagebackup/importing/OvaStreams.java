package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.storage.ova.OvaContents;
import org.strongroom.storage.ova.OvaDisk;
import org.strongroom.storage.ova.OvaFile;
import org.strongroom.storage.ova.OvaStream;
import org.strongroom.storage.ova.OvaStreamDisk;

/** OVAs that come in order. */
final class OvaStreams {
  private OvaStreams() {}

  /** Hands the disks on one by one, each read where it lies. */
  static void read(OvaFile file, OvaContents contents, OvaSource.Disks disks, Executor hashing)
      throws IOException, InterruptedException {
    for (OvaDisk disk : contents.disks()) {
      try (InputStream bytes = file.readDisk(disk, hashing)) {
        disks.take(disk, bytes);
      }
    }
  }

  /** Hands the disks on as they come, and has them verified at the end. */
  static OvaContents read(OvaStream stream, OvaSource.Disks disks)
      throws IOException, InterruptedException {
    for (Optional<OvaStreamDisk> disk = stream.nextDisk();
        disk.isPresent();
        disk = stream.nextDisk()) {
      OvaStreamDisk one = disk.get();
      disks.take(one.disk(), one.data());
    }
    OvaContents contents = stream.finish();
    if (contents.disks().isEmpty()) {
      throw new IllegalStateException("an OVA without disks");
    }
    return contents;
  }
}
