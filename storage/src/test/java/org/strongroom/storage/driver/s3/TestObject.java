package org.strongroom.storage.driver.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.strongroom.storage.driver.s3.bucket.NewObject;
import org.strongroom.storage.driver.s3.bucket.ObjectSource;

/** Bytes that look random and are the same each time, to be uploaded. */
final class TestObject implements ObjectSource {
  static final int MIB = 1 << 20;

  private final byte[] bytes;
  private final AtomicLong read = new AtomicLong();

  TestObject(int size, long seed) {
    bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many bytes were read, those that were read again included. */
  long bytesRead() {
    return read.get();
  }

  NewObject as(String key) {
    return new NewObject(key, bytes.length, sha256());
  }

  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public InputStream open(long offset) {
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset) {
      @Override
      public synchronized int read(byte[] target, int at, int count) {
        int got = super.read(target, at, count);
        read.addAndGet(Math.max(0, got));
        return got;
      }
    };
  }
}
