package org.strongroom.server.image.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.transfer.ImageArrival;
import org.strongroom.storage.transfer.TransferListener;

/**
 * The digests of what has come of an upload, in its order. There is one of all, unless a run had to
 * go on behind bytes that cannot be read before the upload is over: it hashes on its own.
 */
record CameDigests(List<CameDigest> all) {
  static final CameDigests NONE = new CameDigests(List.of());

  /**
   * The digest of some bytes.
   *
   * @param end behind the last of them in the upload; they begin where those before end
   * @param sha256 in lower-case hexadecimal
   */
  record CameDigest(long end, String sha256) {}

  /**
   * What a job remembers.
   *
   * @param offset how many bytes there are
   */
  static CameDigests parse(String text, long offset) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.indexOf(':') < 0) {
      return new CameDigests(List.of(new CameDigest(offset, text)));
    }
    List<CameDigest> all = new ArrayList<>();
    for (String word : text.split(" ")) {
      int colon = word.indexOf(':');
      all.add(new CameDigest(Long.parseLong(word.substring(0, colon)), word.substring(colon + 1)));
    }
    return new CameDigests(all);
  }

  /** As {@link #parse} understands it. */
  String text() {
    return all.size() == 1
        ? all.getFirst().sha256()
        : all.stream()
            .map(each -> each.end() + ":" + each.sha256())
            .collect(Collectors.joining(" "));
  }

  /** With what came behind these, up to here. */
  CameDigests and(long end, String sha256) {
    List<CameDigest> more = new ArrayList<>(all);
    more.add(new CameDigest(end, sha256));
    return new CameDigests(more);
  }

  /**
   * Reads it all again.
   *
   * @param source of what has come, from its first byte
   * @param fresh gets all of it; nothing has come of it yet
   * @param writes get it too
   * @return whether it is what had come
   */
  boolean prove(
      PartSource source, ImageArrival fresh, List<AtomicWrite> writes, TransferListener listener)
      throws IOException, InterruptedException {
    if (all.size() == 1) {
      fresh.take(source, writes, listener);
      return fresh.sha256().equals(all.getFirst().sha256());
    }
    boolean same = true;
    for (CameDigest each : all) {
      PartSource some = source.some(each.end() - fresh.length());
      same &= fresh.takeHashed(some, writes, listener).equals(each.sha256());
    }
    return same;
  }
}
