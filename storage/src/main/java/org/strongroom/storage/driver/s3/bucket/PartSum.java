package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.strongroom.storage.driver.DigestAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * What goes with a part of an upload, so that the store can tell whether it arrived as it was sent.
 *
 * @param hex in lower-case hexadecimal
 */
public record PartSum(Kind kind, String hex) {
  private static final String CRC_MARK = "crc32c-";
  private static final int PIECE = 256 << 10;

  /** Which sum. */
  public enum Kind {
    /** As Content-MD5, which all stores know. */
    MD5,
    /** CRC-32C, which costs a thirtieth of it, for stores that compare it: {@link CrcTrial}. */
    CRC32C
  }

  /** Of bytes at the beginning of an array. */
  public static PartSum of(Kind kind, byte[] bytes, int length) {
    if (kind == Kind.CRC32C) {
      var crc = new CRC32C();
      crc.update(bytes, 0, length);
      return of(crc);
    }
    Digest digest = Digest.of(DigestAlgorithm.MD5);
    digest.update(bytes, length);
    return new PartSum(kind, digest.hex());
  }

  private static PartSum of(CRC32C crc) {
    return new PartSum(Kind.CRC32C, HexFormat.of().toHexDigits((int) crc.getValue()));
  }

  /** The CRC-32C of all that a stream has, which is closed. */
  public static PartSum crcOf(InputStream bytes) throws IOException {
    var crc = new CRC32C();
    byte[] piece = new byte[PIECE];
    try (bytes) {
      for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
        crc.update(piece, 0, count);
      }
    }
    return of(crc);
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** Puts it into the call that brings the part. */
  public void on(UploadPartRequest.Builder request) {
    if (kind == Kind.MD5) {
      request.contentMD5(base64());
    } else {
      request.checksumCRC32C(base64());
    }
  }

  /** Puts it into what makes the object, where stores want it again. */
  public void on(CompletedPart.Builder part) {
    if (kind == Kind.CRC32C) {
      part.checksumCRC32C(base64());
    }
  }

  /** Whether the answer says that the store has these bytes. */
  public boolean isConfirmedBy(UploadPartResponse answer) {
    return kind == Kind.MD5
        ? ETags.isMd5(answer.eTag(), hex)
        : base64().equals(answer.checksumCRC32C());
  }

  /** Whether the answer leaves that possible. */
  public boolean mayBe(UploadPartResponse answer) {
    return kind == Kind.MD5 ? ETags.mayBe(answer, hex) : isConfirmedBy(answer);
  }

  /** What a store that keeps these sums tells of the object made of such parts. */
  public static Optional<String> ofAll(List<PartSum> sums) {
    if (sums.stream().anyMatch(sum -> sum.kind != Kind.CRC32C)) {
      return Optional.empty();
    }
    var crc = new CRC32C();
    sums.forEach(sum -> crc.update(HexFormat.of().parseHex(sum.hex)));
    return Optional.of(of(crc).base64() + "-" + sums.size());
  }

  /** One word, which {@link #parse} understands. */
  public String text() {
    return kind == Kind.CRC32C ? CRC_MARK + hex : hex;
  }

  /** Empty if the word is something else. */
  public static Optional<PartSum> parse(String text) {
    if (text.matches(CRC_MARK + "[0-9a-f]{8}")) {
      return Optional.of(new PartSum(Kind.CRC32C, text.substring(CRC_MARK.length())));
    }
    return text.matches("[0-9a-f]{32}")
        ? Optional.of(new PartSum(Kind.MD5, text))
        : Optional.empty();
  }
}
