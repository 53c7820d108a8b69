package org.strongroom.storage.repository.verify;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;

/** Looks at one pack. */
final class PackVerification {
  /** Bytes that are read together, unless one blob has more. */
  private static final int PIECE = 4 << 20;

  private final RepositoryParts parts;
  private final BlobCodecs codecs;

  PackVerification(RepositoryParts parts, BlobCodecs codecs) {
    this.parts = parts;
    this.codecs = codecs;
  }

  /**
   * What was found.
   *
   * @param damage empty if the pack is good
   * @param badBlobs those that cannot be had from it
   */
  record Finding(long bytes, Optional<String> damage, Set<ContentId> badBlobs) {}

  /** Has the digests of some packs taken; those are left out that have another one, or none. */
  Map<ContentId, Finding> digests(List<ContentId> packs) throws IOException {
    var good = new HashMap<ContentId, Finding>();
    parts
        .files()
        .digests(FileKind.PACK, packs)
        .forEach((pack, file) -> {
          if (file.digest().equals(pack.hex())) {
            good.put(pack, new Finding(file.size(), Optional.empty(), Set.of()));
          }
        });
    return good;
  }

  /** Reads it all, and opens each blob: here it is read, the processors do the rest. */
  Finding data(ContentId pack, List<PackedBlob> blobs) throws IOException {
    var bad = new HashSet<ContentId>();
    MessageDigest digest = ContentId.sha256();
    long at = 0;
    int looked = 0;
    try {
      long size = parts.blobs().packs().size(pack);
      while (at < size) {
        int first = looked;
        int next = first;
        long end = at;
        while (next < blobs.size() && belongs(blobs.get(next), at, first == next, size)) {
          end = blobs.get(next++).end();
        }
        if (first == next) {
          long until = isWithin(blobs, next, size) ? blobs.get(next).offset() : size;
          end = Math.min(until, at + PIECE);
        }
        byte[] piece = new byte[Math.toIntExact(end - at)];
        parts.blobs().packs().read(pack, at, piece, piece.length);
        bad.addAll(look(piece, at, blobs.subList(first, next), digest));
        looked = next;
        at = end;
      }
    } catch (RepositoryException e) {
      if (e.reason() == RepositoryException.Reason.MISSING) {
        blobs.forEach(blob -> bad.add(blob.id()));
        return new Finding(0, Optional.of("it is not there"), bad);
      }
    }
    blobs.subList(looked, blobs.size()).forEach(blob -> bad.add(blob.id()));
    if (!ContentId.at(digest.digest(), 0).equals(pack)) {
      return new Finding(at, Optional.of("its bytes have changed"), bad);
    }
    return new Finding(
        at,
        bad.isEmpty() ? Optional.empty() : Optional.of("it was written with damaged blobs"),
        bad);
  }

  private static boolean isWithin(List<PackedBlob> blobs, int blob, long size) {
    return blob < blobs.size() && blobs.get(blob).end() <= size;
  }

  /** Whether a blob is read together with what begins at a position. */
  private static boolean belongs(PackedBlob blob, long at, boolean first, long size) {
    return blob.end() <= size
        && (blob.end() - at <= PIECE || (first && blob.offset() - at < PIECE));
  }

  /** The blobs of a piece that are bad. */
  private List<ContentId> look(byte[] piece, long at, List<PackedBlob> blobs, MessageDigest digest)
      throws IOException {
    var tasks = new ArrayList<FutureTask<Optional<ContentId>>>();
    tasks.add(
        new FutureTask<>(() -> {
          digest.update(piece);
          return Optional.empty();
        }));
    for (PackedBlob blob : blobs) {
      tasks.add(
          new FutureTask<>(() ->
              isGood(blob, piece, (int) (blob.offset() - at))
                  ? Optional.empty()
                  : Optional.of(blob.id())));
    }
    tasks.forEach(Processors.THREADS::execute);
    var bad = new ArrayList<ContentId>();
    try {
      for (FutureTask<Optional<ContentId>> task : tasks) {
        Processors.result(task).ifPresent(bad::add);
      }
    } finally {
      Processors.settle(tasks);
    }
    return bad;
  }

  private boolean isGood(PackedBlob blob, byte[] piece, int offset) {
    BlobCodec codec = codecs.take();
    try {
      codec.open(blob, piece, offset);
      return true;
    } catch (RepositoryException e) {
      return false;
    } finally {
      codecs.giveBack(codec);
    }
  }
}
