package org.strongroom.storage.repository.work;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.LoadedIndex;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.SealedBlob;

/** Reads single blobs, each proved by its id. Thread-safe. */
public final class BlobReader implements Closeable {
  private final OpenPacks packs;
  private final LoadedIndex index;
  private final BlobCodecs codecs;

  public BlobReader(RepositoryFiles files, MasterKey key, LoadedIndex index) {
    this.packs = new OpenPacks(files);
    this.codecs = new BlobCodecs(key);
    this.index = index;
  }

  /**
   * The plain bytes of a blob, wherever a good copy of it is.
   *
   * @throws RepositoryException MISSING if no index has it
   */
  public byte[] read(BlobType type, ContentId id) throws IOException {
    BlobIndex known = index.current();
    if (known.contains(type, id)) {
      try {
        return readAny(known, type, id);
      } catch (RepositoryException e) {
        // Somebody may have cleaned up: the blob lies in another pack then.
        if (e.reason() != Reason.MISSING && e.reason() != Reason.DAMAGED) {
          throw e;
        }
      }
    }
    return readAny(index.refreshAsFarAsPossible(), type, id);
  }

  private byte[] readAny(BlobIndex known, BlobType type, ContentId id) throws IOException {
    var failure = new RepositoryException(Reason.MISSING, "no index has the blob %s".formatted(id));
    for (int entry : known.findAll(type, id)) {
      try {
        return read(known.entry(entry));
      } catch (RepositoryException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** The packs that are open. */
  public OpenPacks packs() {
    return packs;
  }

  /** The plain bytes of a blob where the index says that it is. */
  public byte[] read(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = fetch(entry);
    BlobCodec codec = codecs.take();
    try {
      byte[] plain = codec.open(entry.blob(), sealed, 0);
      return Arrays.copyOf(plain, entry.blob().plainLength());
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** A blob as it lies in its pack, proved by its id, to be put into another one. */
  public SealedBlob readSealed(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = fetch(entry);
    BlobCodec codec = codecs.take();
    try {
      return codec.proved(entry.blob(), sealed);
    } finally {
      codecs.giveBack(codec);
    }
  }

  private byte[] fetch(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = new byte[entry.blob().length()];
    packs.read(entry.pack(), entry.blob().offset(), sealed, sealed.length);
    return sealed;
  }

  @Override
  public void close() {
    packs.close();
    codecs.close();
  }
}
