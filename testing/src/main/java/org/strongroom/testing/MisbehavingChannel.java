package org.strongroom.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.apache.sshd.server.session.ServerSession;

/** An open file of a {@link MisbehavingSshServer}. */
record MisbehavingChannel(
    SeekableByteChannel real, Misbehaviour misbehaviour, ServerSession session)
    implements SeekableByteChannel {

  @Override
  public int read(ByteBuffer target) throws IOException {
    transfer(target.remaining());
    if (target.remaining() <= misbehaviour.longestRead()) {
      return real.read(target);
    }
    int limit = target.limit();
    target.limit(target.position() + misbehaviour.longestRead());
    try {
      return real.read(target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    transfer(source.remaining());
    misbehaviour.beforeWrite(source.remaining());
    return real.write(source);
  }

  private void transfer(int bytes) throws IOException {
    if (misbehaviour.beforeTransfer(bytes)) {
      session.close(true);
      throw new IOException("cut");
    }
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    real.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
