package org.strongroom.storage.driver.sftp.wire;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.strongroom.storage.driver.StorageException;

/** An open file of a server. */
public final class SftpHandle implements Closeable {
  private static final int ATTRIBUTE_SIZE = 0x01;

  private final SftpChannel channel;
  private final byte[] handle;
  private final int readChunk;
  private final int writeChunk;
  private final AtomicBoolean closed = new AtomicBoolean();

  SftpHandle(SftpChannel channel, byte[] handle, int readChunk, int writeChunk) {
    this.channel = channel;
    this.handle = handle;
    this.readChunk = readChunk;
    this.writeChunk = writeChunk;
  }

  SftpChannel channel() {
    return channel;
  }

  byte[] bytes() {
    return handle;
  }

  int readChunk() {
    return readChunk;
  }

  int writeChunk() {
    return writeChunk;
  }

  public SftpAttributes attributes() throws IOException {
    return channel
        .call(new SftpRequest(SftpRequest.FSTAT).bytes(handle))
        .as(SftpReply.ATTRS, SftpReply::attributes);
  }

  /** Cuts the file off at this length, or prolongs it by a hole. */
  public void setLength(long bytes) throws IOException {
    channel
        .call(
            new SftpRequest(SftpRequest.FSETSTAT)
                .bytes(handle)
                .number(ATTRIBUTE_SIZE)
                .number(bytes))
        .ok();
  }

  /** Brings what was written to the disk. */
  public void sync(Duration timeout) throws IOException {
    var reply = channel.submit(SftpRequest.extended("fsync@openssh.com").bytes(handle));
    channel.await(reply, timeout).ok();
  }

  CompletableFuture<SftpReply> read(long offset, int length) throws StorageException {
    return channel.submit(
        new SftpRequest(SftpRequest.READ).bytes(handle).number(offset).number(length));
  }

  /** Once only: the server gives a freed handle to the next file. */
  @Override
  public void close() throws IOException {
    if (!closed.getAndSet(true)) {
      channel.call(new SftpRequest(SftpRequest.CLOSE).bytes(handle)).ok();
    }
  }
}
