package org.strongroom.storage.driver.sftp.ssh;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher that some servers are set to alone: {@value #NAME} as OpenSSH's
 * PROTOCOL.chacha20poly1305 describes it. The library has it over Bouncy Castle only; here it is
 * over the JDK's ChaCha20. Made by the library, by name.
 */
public final class ChaCha20Poly1305 implements com.jcraft.jsch.Cipher {
  static final String NAME = "chacha20-poly1305@openssh.com";

  private static final int KEY = 32;
  private static final int LENGTH = 4;
  private static final int BLOCK = 64;

  private final Cipher lengths;
  private final Cipher packets;
  private SecretKeySpec lengthKey = new SecretKeySpec(new byte[KEY], "ChaCha20");
  private SecretKeySpec packetKey = lengthKey;
  private byte[] tagKey = new byte[KEY];
  private boolean decrypts;

  /** One direction of a connection. */
  public ChaCha20Poly1305() throws GeneralSecurityException {
    lengths = Cipher.getInstance("ChaCha20");
    packets = Cipher.getInstance("ChaCha20");
  }

  @Override
  public int getIVSize() {
    return 8;
  }

  @Override
  public int getBlockSize() {
    return 2 * KEY; // the library makes keys of so many bytes
  }

  @Override
  public int getTagSize() {
    return Poly1305.BYTES;
  }

  @Override
  public void init(int mode, byte[] key, byte[] iv) {
    decrypts = mode == DECRYPT_MODE;
    packetKey = new SecretKeySpec(key, 0, KEY, "ChaCha20");
    lengthKey = new SecretKeySpec(key, KEY, KEY, "ChaCha20");
  }

  /** Begins a packet. */
  @Override
  public void update(int sequence) throws GeneralSecurityException {
    // The nonce of 8 bytes stands where the JDK has the end of one of 12; the counter stays small.
    byte[] nonce =
        ByteBuffer.allocate(12).putInt(0).putLong(Integer.toUnsignedLong(sequence)).array();
    lengths.init(Cipher.ENCRYPT_MODE, lengthKey, new ChaCha20ParameterSpec(nonce, 0));
    packets.init(Cipher.ENCRYPT_MODE, packetKey, new ChaCha20ParameterSpec(nonce, 0));
    tagKey = Arrays.copyOf(packets.update(new byte[BLOCK]), KEY);
  }

  /** The length of the packet. */
  @Override
  public void update(byte[] from, int offset, int count, byte[] to, int at)
      throws GeneralSecurityException {
    lengths.update(from, offset, count, to, at);
  }

  /** The packet behind its length, and its tag. */
  @Override
  public void doFinal(byte[] from, int offset, int count, byte[] to, int at)
      throws GeneralSecurityException {
    int end = offset + count;
    if (decrypts) {
      byte[] tag = new Poly1305(tagKey).tag(from, offset, count);
      if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(from, end, end + Poly1305.BYTES))) {
        throw new AEADBadTagException("a packet was changed on its way");
      }
    }
    packets.update(from, offset + LENGTH, count - LENGTH, to, at + LENGTH);
    if (!decrypts) {
      byte[] tag = new Poly1305(tagKey).tag(to, at, count);
      System.arraycopy(tag, 0, to, at + count, Poly1305.BYTES);
    }
  }

  @Override
  public boolean isCBC() {
    return false;
  }

  @Override
  public boolean isAEAD() {
    return true;
  }

  @Override
  public boolean isChaCha20() {
    return true;
  }
}
