package org.strongroom.storage.repository.crypto;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryFiles;

/**
 * The files of a repository that are JSON under its key: after one byte 2 a zstd frame, or plain
 * JSON as older writers left it. Thread-safe.
 */
public record SealedFiles(RepositoryFiles files, MasterKey key) {
  private static final byte PACKED = 2;
  private static final int LEVEL = 3;

  /** Bytes of a file's content for each that the file may have at most. */
  private static final long EXPANSION = 4;

  /** Opens a file; its stream fails where no honest one goes on. */
  public InputStream open(FileKind kind, ContentId id) throws IOException {
    byte[] sealed = files.read(kind, id);
    byte[] content = key.open(sealed, 0, sealed.length);
    if (content.length > 0 && (content[0] == '{' || content[0] == '[')) {
      return new ByteArrayInputStream(content);
    }
    if (content.length == 0 || content[0] != PACKED) {
      throw RepositoryException.damaged(
          "the file %s/%s is of an unknown form".formatted(kind.directory(), id));
    }
    return new BoundedStream(
        new ZstdInputStream(new ByteArrayInputStream(content, 1, content.length - 1)),
        EXPANSION * kind.mostBytes());
  }

  /** Reads a short file. */
  public byte[] read(FileKind kind, ContentId id) throws IOException {
    try (InputStream stream = open(kind, id)) {
      byte[] json = stream.readNBytes(kind.mostBytes() + 1);
      if (json.length > kind.mostBytes()) {
        throw RepositoryException.damaged(
            "the file %s/%s expands beyond %d bytes"
                .formatted(kind.directory(), id, kind.mostBytes()));
      }
      return json;
    }
  }

  public ContentId write(FileKind kind, byte[] json) throws StorageException {
    byte[] frame = Zstd.compress(json, LEVEL);
    byte[] content = new byte[frame.length + 1];
    content[0] = PACKED;
    System.arraycopy(frame, 0, content, 1, frame.length);
    return files.write(kind, key.seal(content));
  }
}
