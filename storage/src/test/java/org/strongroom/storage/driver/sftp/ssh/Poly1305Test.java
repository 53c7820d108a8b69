package org.strongroom.storage.driver.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the vectors of RFC 8439, and by arithmetic without limbs. */
class Poly1305Test {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b,"
        + " 43727970746f6772617068696320466f72756d2052657365617263682047726f7570,"
        + " a8061dc1305136c6c22b8baf0c0127a9",
    "0200000000000000000000000000000000000000000000000000000000000000,"
        + " ffffffffffffffffffffffffffffffff, 03000000000000000000000000000000",
    "02000000000000000000000000000000ffffffffffffffffffffffffffffffff,"
        + " 02000000000000000000000000000000, 03000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000,"
        + " fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000,"
        + " 05000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000,"
        + " fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101,"
        + " 00000000000000000000000000000000",
    "0200000000000000000000000000000000000000000000000000000000000000,"
        + " fdffffffffffffffffffffffffffffff, faffffffffffffffffffffffffffffff"
  })
  void makesTheTagsOfTheVectors(String key, String message, String tag) {
    byte[] bytes = HEX.parseHex(message);
    assertThat(new Poly1305(HEX.parseHex(key)).tag(bytes, 0, bytes.length))
        .isEqualTo(HEX.parseHex(tag));
  }

  @Test
  void makesTheTagsThatArithmeticSays() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      byte[] message = new byte[random.nextInt(100)];
      for (int at = 0; at < message.length; at++) {
        message[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 0xff);
      }
      assertThat(new Poly1305(key).tag(message, 0, message.length)).isEqualTo(slowly(key, message));
    }
  }

  private static byte[] slowly(byte[] key, byte[] message) {
    BigInteger modulus = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));
    BigInteger r = number(key, 0, 16).and(new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16));
    BigInteger sum = BigInteger.ZERO;
    for (int at = 0; at < message.length; at += 16) {
      int count = Math.min(16, message.length - at);
      sum = sum.add(number(message, at, count)).add(BigInteger.TWO.pow(8 * count));
      sum = sum.multiply(r).mod(modulus);
    }
    byte[] tag = new byte[16];
    BigInteger whole = sum.add(number(key, 16, 16));
    for (int i = 0; i < 16; i++) {
      tag[i] = whole.shiftRight(8 * i).byteValue();
    }
    return tag;
  }

  private static BigInteger number(byte[] bytes, int at, int count) {
    BigInteger number = BigInteger.ZERO;
    for (int i = count - 1; i >= 0; i--) {
      number = number.shiftLeft(8).add(BigInteger.valueOf(bytes[at + i] & 0xff));
    }
    return number;
  }
}
