package org.strongroom.storage.repository.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.work.RepositoryParts;

/** Looks at one pack. */
final class PackVerification {
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

  /** Has its digest taken; if that is wrong, its blobs are looked at one by one. */
  Finding digest(ContentId pack, List<PackedBlob> blobs) throws IOException {
    try {
      if (parts.files().digest(pack).equals(pack.hex())) {
        long bytes = parts.files().stat(FileKind.PACK, pack).map(e -> e.size()).orElse(0L);
        return new Finding(bytes, Optional.empty(), Set.of());
      }
    } catch (StorageException e) {
      if (e.reason() != StorageException.Reason.NOT_FOUND) {
        throw e;
      }
    }
    return data(pack, blobs);
  }

  /** Reads it all, and opens each blob. */
  Finding data(ContentId pack, List<PackedBlob> blobs) throws IOException {
    var bad = new HashSet<ContentId>();
    MessageDigest digest = ContentId.sha256();
    long at = 0;
    BlobCodec codec = codecs.take();
    try (InputStream stream = new BufferedInputStream(parts.files().stream(pack), 1 << 16)) {
      for (PackedBlob blob : blobs) {
        at += skip(stream, digest, blob.offset() - at);
        byte[] sealed = stream.readNBytes(blob.length());
        digest.update(sealed);
        at += sealed.length;
        if (sealed.length < blob.length() || !isGood(codec, blob, sealed)) {
          bad.add(blob.id());
        }
      }
      at += skip(stream, digest, Long.MAX_VALUE);
    } catch (StorageException e) {
      if (e.reason() != StorageException.Reason.NOT_FOUND) {
        throw e;
      }
      blobs.forEach(blob -> bad.add(blob.id()));
      return new Finding(0, Optional.of("it is not there"), bad);
    } finally {
      codecs.giveBack(codec);
    }
    if (!ContentId.at(digest.digest(), 0).equals(pack)) {
      return new Finding(at, Optional.of("its bytes have changed"), bad);
    }
    return new Finding(
        at,
        bad.isEmpty() ? Optional.empty() : Optional.of("it was written with damaged blobs"),
        bad);
  }

  private static boolean isGood(BlobCodec codec, PackedBlob blob, byte[] sealed) {
    try {
      codec.open(blob, sealed, 0);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  private static long skip(InputStream stream, MessageDigest digest, long most) throws IOException {
    byte[] some = new byte[1 << 16];
    long done = 0;
    while (done < most) {
      int count = stream.read(some, 0, (int) Math.min(some.length, most - done));
      if (count < 0) {
        break;
      }
      digest.update(some, 0, count);
      done += count;
    }
    return done;
  }
}
