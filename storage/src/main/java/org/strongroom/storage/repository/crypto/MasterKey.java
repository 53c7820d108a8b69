package org.strongroom.storage.repository.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * The key that everything in a repository is sealed with: AES-256 in counter mode, and Poly1305-AES
 * over what comes out. Sealed bytes are 16 of a random nonce, the ciphertext and 16 of the tag.
 * Thread-safe.
 */
public final class MasterKey {
  /** Bytes that sealing adds. */
  public static final int OVERHEAD = 32;

  static final int CIPHER_BYTES = 32;
  static final int HALF_TAG_BYTES = 16;
  private static final int NONCE = 16;

  /**
   * Bytes that the cipher is given at a time: the JDK has instructions of the processor for them
   * only once what calls the cipher was called often enough to be compiled, and a restore of
   * megabytes in one call each does not live to see that.
   */
  private static final int PIECE = 4 << 10;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] cipherKey;
  private final byte[] tagK;
  private final byte[] tagR;

  /**
   * @param cipherKey 32 bytes
   * @param tagK 16 bytes
   * @param tagR 16 bytes
   */
  MasterKey(byte[] cipherKey, byte[] tagK, byte[] tagR) {
    this.cipherKey = cipherKey.clone();
    this.tagK = tagK.clone();
    this.tagR = masked(tagR);
  }

  /** The bits of r that Poly1305 does not use are zero. */
  private static byte[] masked(byte[] r) {
    byte[] masked = r.clone();
    for (int i = 3; i < masked.length; i += 4) {
      masked[i] &= 0x0f;
    }
    for (int i = 4; i < masked.length; i += 4) {
      masked[i] &= (byte) 0xfc;
    }
    return masked;
  }

  /** A new one. */
  static MasterKey random() {
    byte[] cipherKey = new byte[CIPHER_BYTES];
    byte[] k = new byte[HALF_TAG_BYTES];
    byte[] r = new byte[HALF_TAG_BYTES];
    RANDOM.nextBytes(cipherKey);
    RANDOM.nextBytes(k);
    RANDOM.nextBytes(r);
    return new MasterKey(cipherKey, k, r);
  }

  byte[] cipherKey() {
    return cipherKey.clone();
  }

  byte[] tagK() {
    return tagK.clone();
  }

  byte[] tagR() {
    return tagR.clone();
  }

  /** Seals bytes. */
  public byte[] seal(byte[] plain, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    System.arraycopy(nonce, 0, sealed, 0, NONCE);
    cipher(nonce, plain, offset, length, sealed, NONCE);
    tag(nonce, sealed, NONCE, length, sealed, NONCE + length);
    return sealed;
  }

  /** Seals bytes. */
  public byte[] seal(byte[] plain) {
    return seal(plain, 0, plain.length);
  }

  /**
   * Opens sealed bytes.
   *
   * @param target takes {@code length} less {@link #OVERHEAD} bytes from its beginning
   * @return how many
   * @throws RepositoryException DAMAGED if they were not sealed with this key, or changed since
   */
  public int open(byte[] sealed, int offset, int length, byte[] target) throws RepositoryException {
    int plain = length - OVERHEAD;
    if (plain < 0) {
      throw RepositoryException.damaged("too short for something sealed");
    }
    byte[] nonce = new byte[NONCE];
    System.arraycopy(sealed, offset, nonce, 0, NONCE);
    byte[] expected = new byte[Poly1305.TAG];
    tag(nonce, sealed, offset + NONCE, plain, expected, 0);
    byte[] found = new byte[Poly1305.TAG];
    System.arraycopy(sealed, offset + NONCE + plain, found, 0, Poly1305.TAG);
    if (!MessageDigest.isEqual(expected, found)) {
      throw RepositoryException.damaged("not sealed with the key of the repository, or changed");
    }
    cipher(nonce, sealed, offset + NONCE, plain, target, 0);
    return plain;
  }

  /** Opens sealed bytes. */
  public byte[] open(byte[] sealed, int offset, int length) throws RepositoryException {
    byte[] plain = new byte[Math.max(0, length - OVERHEAD)];
    open(sealed, offset, length, plain);
    return plain;
  }

  private void cipher(
      byte[] nonce, byte[] source, int offset, int length, byte[] target, int targetOffset) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(cipherKey, "AES"), new IvParameterSpec(nonce));
      int done = 0;
      while (done < length) {
        int piece = Math.min(PIECE, length - done);
        done += cipher.update(source, offset + done, piece, target, targetOffset + done);
      }
      done += cipher.doFinal(target, targetOffset + done);
      if (done != length) {
        throw new IllegalStateException("ciphered %d of %d bytes".formatted(done, length));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tag(
      byte[] nonce, byte[] message, int offset, int length, byte[] target, int targetOffset) {
    byte[] s = encrypted(nonce);
    Optional<NativePoly1305> fast =
        length < NativePoly1305.WORTH ? Optional.empty() : NativePoly1305.ofThisMachine();
    if (fast.isPresent()) {
      fast.get().tag(tagR, s, message, offset, length, target, targetOffset);
    } else {
      Poly1305.tag(tagR, s, message, offset, length, target, targetOffset);
    }
  }

  /** What the tag of a nonce's message is made unguessable by. */
  private byte[] encrypted(byte[] nonce) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding"); // of one block that never repeats
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(tagK, "AES"));
      return cipher.doFinal(nonce);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
