package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;

/** Opens exports of this machine. */
final class Exports {
  private static final NbdTimeouts PATIENT =
      new NbdTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60), 5);

  private Exports() {}

  static NbdExports usual() {
    return with(PATIENT);
  }

  /** Waits for no greeting, or no reply, for longer. */
  static NbdExports impatient(Duration greeting, Duration reply) {
    return with(new NbdTimeouts(Duration.ofSeconds(20), greeting, reply, 5));
  }

  private static NbdExports with(NbdTimeouts timeouts) {
    try {
      return with(SSLContext.getDefault(), timeouts);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static NbdExports with(SSLContext trust) {
    return with(trust, PATIENT);
  }

  private static NbdExports with(SSLContext trust, NbdTimeouts timeouts) {
    return new NbdExports(
        new AddressGuard(List.of(Network.parse("127.0.0.0/8"))), Path::toRealPath, trust, timeouts);
  }

  static NbdDisk open(String url) throws IOException {
    return usual().open(NbdUrl.parse(url));
  }

  /** All bytes of a disk. */
  static byte[] bytes(Disk disk) throws IOException {
    return bytes(disk, 0, (int) disk.size());
  }

  static byte[] bytes(Disk disk, long from, int count) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count);
    while (all.hasRemaining() && disk.read(from + all.position(), all) >= 0) {
      // Short reads are allowed.
    }
    return all.array();
  }

  /** Where a disk says that it does not hold zeros only, neighbours joined: start and end. */
  static List<List<Long>> data(Disk disk) throws IOException {
    List<List<Long>> found = new ArrayList<>();
    for (long at = 0; at < disk.size(); ) {
      Disk.Run run = disk.run(at, disk.size() - at);
      if (!run.zero()) {
        boolean joined = !found.isEmpty() && found.getLast().getLast() == at;
        long from = joined ? found.removeLast().getFirst() : at;
        found.add(List.of(from, at + run.length()));
      }
      at += run.length();
    }
    return found;
  }
}
