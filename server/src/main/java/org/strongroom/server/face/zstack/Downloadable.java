package org.strongroom.server.face.zstack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.strongroom.server.image.ImageDownloads;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.source.guard.LeastRate;

/** A file that is read back over HTTP. */
interface Downloadable {
  /** Bytes. */
  long size();

  /** SHA-256 of the whole in lower-case hexadecimal, if it is known. */
  Optional<String> sha256();

  /** Names the content, which another content never has. */
  String tag();

  String fileName();

  /** All of it; fails before its last byte if it is not what was stored. */
  InputStream whole() throws IOException;

  InputStream from(long offset) throws IOException;

  /**
   * To be watched while bytes are sent.
   *
   * @param cut closes the connection
   */
  LeastRate leastRate(Runnable cut);

  record Image(ImageDownloads.Download image) implements Downloadable {
    @Override
    public long size() {
      return image.size();
    }

    @Override
    public Optional<String> sha256() {
      return Optional.of(image.sha256());
    }

    @Override
    public String tag() {
      return image.sha256();
    }

    @Override
    public String fileName() {
      return image.fileName();
    }

    @Override
    public InputStream whole() throws IOException {
      return image.whole();
    }

    @Override
    public InputStream from(long offset) throws IOException {
      return image.from(offset);
    }

    @Override
    public LeastRate leastRate(Runnable cut) {
      return image.leastRate(cut);
    }
  }

  /** Its blocks have digests, but the whole has none. */
  record Snapshot(SnapshotDownloads.Download snapshot) implements Downloadable {
    @Override
    public long size() {
      return snapshot.size();
    }

    @Override
    public Optional<String> sha256() {
      return Optional.empty();
    }

    @Override
    public String tag() {
      return snapshot.tag();
    }

    @Override
    public String fileName() {
      return snapshot.fileName();
    }

    @Override
    public InputStream whole() throws IOException {
      return snapshot.from(0);
    }

    @Override
    public InputStream from(long offset) throws IOException {
      return snapshot.from(offset);
    }

    @Override
    public LeastRate leastRate(Runnable cut) {
      return snapshot.leastRate(cut);
    }
  }
}
