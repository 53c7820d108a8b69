package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The requests of the protocol, one method each. They fail with {@link SftpStatusException} when
 * the server says no, and with a {@link org.strongroom.storage.driver.StorageException} when it is
 * lost or does not answer.
 */
public final class SftpFiles {
  private static final int OPEN_READ = 0x01;
  private static final int OPEN_WRITE = 0x02;
  private static final int OPEN_CREATE = 0x08;
  private static final int OPEN_EXCLUSIVE = 0x20;
  private static final int ATTRIBUTE_PERMISSIONS = 0x04;

  private static final String FSYNC = "fsync@openssh.com";
  private static final String POSIX_RENAME = "posix-rename@openssh.com";
  private static final String STATVFS = "statvfs@openssh.com";
  private static final String LIMITS = "limits@openssh.com";

  /** What every server takes (section 3 of the draft). */
  private static final int USUAL_CHUNK = 32 << 10;

  /** What fits into OpenSSH's longest message, 256 KiB, beside the other fields. */
  private static final int LONGEST_CHUNK = 255 << 10;

  private final SftpChannel channel;
  private final FileTypes types;
  private final int readChunk;
  private final int writeChunk;

  public SftpFiles(SftpChannel channel) throws IOException {
    this.channel = channel;
    this.types = new FileTypes(channel);
    if (channel.has(LIMITS)) {
      ByteBuffer limits =
          channel.call(SftpRequest.extended(LIMITS)).as(SftpReply.EXTENDED_REPLY, fields -> fields);
      readChunk = chunk(limits.getLong(8));
      writeChunk = chunk(limits.getLong(16));
    } else {
      readChunk = USUAL_CHUNK;
      writeChunk = USUAL_CHUNK;
    }
  }

  private static int chunk(long limit) {
    return limit <= 0 ? USUAL_CHUNK : (int) Math.min(limit, LONGEST_CHUNK);
  }

  public SftpChannel channel() {
    return channel;
  }

  /** What stands at the path itself; empty if nothing does. */
  public Optional<SftpAttributes> lstat(SftpPath path) throws IOException {
    return attributes(SftpRequest.LSTAT, path);
  }

  /** What the path leads to; empty if nothing is there. */
  public Optional<SftpAttributes> stat(SftpPath path) throws IOException {
    return attributes(SftpRequest.STAT, path);
  }

  private Optional<SftpAttributes> attributes(byte request, SftpPath path) throws IOException {
    try {
      SftpAttributes found =
          channel
              .call(new SftpRequest(request).path(path))
              .as(SftpReply.ATTRS, SftpReply::attributes);
      return Optional.of(types.told(path, found, request == SftpRequest.STAT));
    } catch (SftpStatusException e) {
      if (e.status() == SftpStatus.NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The absolute path with symbolic links resolved. */
  public String realPath(SftpPath path) throws IOException {
    return channel
        .call(new SftpRequest(SftpRequest.REALPATH).path(path))
        .as(
            SftpReply.NAME,
            fields -> {
              fields.getInt();
              return new SftpPath(SftpReply.bytes(fields));
            })
        .text()
        .orElseThrow(() -> new IOException("the resolved path is not UTF-8"));
  }

  public List<SftpEntry> list(SftpPath directory) throws IOException {
    byte[] handle =
        channel
            .call(new SftpRequest(SftpRequest.OPENDIR).path(directory))
            .as(SftpReply.HANDLE, SftpReply::bytes);
    List<SftpEntry> entries = new ArrayList<>();
    try {
      while (true) {
        SftpReply reply = channel.call(new SftpRequest(SftpRequest.READDIR).bytes(handle));
        if (reply.isEndOfFile()) {
          break;
        }
        entries.addAll(reply.as(SftpReply.NAME, SftpFiles::names));
      }
    } finally {
      channel.call(new SftpRequest(SftpRequest.CLOSE).bytes(handle));
    }
    List<SftpEntry> told = new ArrayList<>(entries.size());
    for (SftpEntry entry : entries) {
      SftpPath path = directory.resolve(entry.name());
      told.add(new SftpEntry(entry.name(), types.told(path, entry.attributes(), false)));
    }
    return told;
  }

  private static List<SftpEntry> names(ByteBuffer fields) {
    List<SftpEntry> names = new ArrayList<>();
    for (int left = fields.getInt(); left > 0; left--) {
      SftpPath name = new SftpPath(SftpReply.bytes(fields));
      String line = new String(SftpReply.bytes(fields), StandardCharsets.ISO_8859_1);
      SftpAttributes attributes = FileTypes.ofLine(SftpReply.attributes(fields), line);
      String text = name.toString();
      if (!text.equals(".") && !text.equals("..") && text.indexOf('/') < 0) {
        names.add(new SftpEntry(name, attributes));
      }
    }
    return names;
  }

  public void makeDirectory(SftpPath path) throws IOException {
    channel.call(new SftpRequest(SftpRequest.MKDIR).path(path).number(0)).ok();
  }

  public void removeDirectory(SftpPath path) throws IOException {
    channel.call(new SftpRequest(SftpRequest.RMDIR).path(path)).ok();
  }

  public void removeFile(SftpPath path) throws IOException {
    channel.call(new SftpRequest(SftpRequest.REMOVE).path(path)).ok();
  }

  /** Renames; fails if the target exists. */
  public void rename(SftpPath from, SftpPath to) throws IOException {
    channel.call(new SftpRequest(SftpRequest.RENAME).path(from).path(to)).ok();
  }

  /** Renames, replacing the target atomically where the server can. */
  public void replace(SftpPath from, SftpPath to) throws IOException {
    if (channel.has(POSIX_RENAME)) {
      channel.call(SftpRequest.extended(POSIX_RENAME).path(from).path(to)).ok();
    } else {
      rename(from, to);
    }
  }

  /** What the server offers beyond the protocol. */
  public Set<String> extensions() {
    return channel.extensions();
  }

  public boolean canTellFileSystem() {
    return channel.has(STATVFS);
  }

  public SftpFileSystem fileSystem(SftpPath path) throws IOException {
    return channel
        .call(SftpRequest.extended(STATVFS).path(path))
        .as(SftpReply.EXTENDED_REPLY, SftpFiles::fileSystem);
  }

  /** The fields of {@code struct statvfs} in the order of OpenSSH's PROTOCOL, section 4.4. */
  private static SftpFileSystem fileSystem(ByteBuffer fields) {
    long usual = fields.getLong();
    long unit = fields.getLong();
    unit = unit == 0 ? usual : unit;
    long blocks = fields.getLong();
    fields.getLong();
    long available = fields.getLong();
    long files = fields.getLong();
    fields.getLong();
    long freeFiles = fields.getLong();
    long id = fields.getLong();
    boolean readOnly = (fields.getLong() & 1) != 0;
    return new SftpFileSystem(
        bytes(unit, blocks), bytes(unit, available), files, freeFiles, id, readOnly);
  }

  /** A server may count more than fits, and says "all" with its largest number. */
  private static long bytes(long unit, long blocks) {
    boolean fits =
        unit >= 0 && blocks >= 0 && Math.multiplyHigh(unit, blocks) == 0 && unit * blocks >= 0;
    return fits ? unit * blocks : Long.MAX_VALUE;
  }

  /** Makes a file that must not exist yet, for writing; its account alone may read it. */
  public SftpHandle create(SftpPath path) throws IOException {
    int flags = OPEN_WRITE | OPEN_CREATE | OPEN_EXCLUSIVE;
    return open(
        new SftpRequest(SftpRequest.OPEN)
            .path(path)
            .number(flags)
            .number(ATTRIBUTE_PERMISSIONS)
            .number(0600));
  }

  /** Opens a file that is there, for writing. */
  public SftpHandle openForWriting(SftpPath path) throws IOException {
    return open(new SftpRequest(SftpRequest.OPEN).path(path).number(OPEN_WRITE).number(0));
  }

  public SftpHandle openForReading(SftpPath path) throws IOException {
    return open(new SftpRequest(SftpRequest.OPEN).path(path).number(OPEN_READ).number(0));
  }

  private SftpHandle open(SftpRequest request) throws IOException {
    byte[] handle = channel.call(request).as(SftpReply.HANDLE, SftpReply::bytes);
    return new SftpHandle(channel, handle, readChunk, writeChunk);
  }

  public boolean canSync() {
    return channel.has(FSYNC);
  }

  /**
   * Brings a directory's entries to the disk: OpenSSH opens directories like files.
   *
   * @return false if the server opens no directories
   */
  public boolean syncDirectory(SftpPath directory, Duration timeout) throws IOException {
    SftpHandle opened;
    try {
      opened = openForReading(directory);
    } catch (SftpStatusException e) {
      return false;
    }
    try (opened) {
      opened.sync(timeout);
      return true;
    }
  }
}
