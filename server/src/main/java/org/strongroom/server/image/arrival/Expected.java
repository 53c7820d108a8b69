package org.strongroom.server.image.arrival;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.image.AddImage;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.TransferResult;

/**
 * What the caller of AddImage said about the bytes.
 *
 * @param url where they come from; its name may tell what nothing else does
 */
public record Expected(@Nullable String format, @Nullable String sha256, String url) {

  /**
   * Checks what was said in itself.
   *
   * @throws ApiException SYS.1007
   */
  public static Expected of(AddImage request) {
    boolean iso = request.mediaType().equals("ISO");
    if (iso && request.system()) {
      throw ApiException.invalid("an ISO cannot be a system image");
    }
    if (iso && request.format() != null && !request.format().equals("iso")) {
      throw ApiException.invalid(
          "the format of an image of mediaType ISO is iso, not " + request.format());
    }
    String sha256 = request.sha256();
    if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
      throw ApiException.invalid("sha256 is not 64 hexadecimal digits");
    }
    return new Expected(
        iso ? "iso" : request.format(),
        sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
        request.url());
  }

  /** The same of bytes whose digest is known. */
  public Expected ofDigest(String known) {
    return new Expected(format, known, url);
  }

  /** The format that the bytes have to have; empty if they are to tell it. */
  public Optional<ImageFormat> declared() {
    return Optional.ofNullable(format).flatMap(ImageFormat::ofWireName);
  }

  /** All that was said of the format. */
  public Declaration declaration() {
    return Declaration.of(declared(), url);
  }

  /**
   * Checks the bytes that came against it.
   *
   * @param packedSha256 of the file, if the image came packed: the digest may be either's
   */
  public void check(TransferResult result, Optional<String> packedSha256, String from)
      throws ImageFormatException, DigestMismatchException {
    ImageFormat found = result.inspection().format();
    if (format != null && !matches(format, found)) {
      throw new ImageFormatException(
          "the format was declared as %s, but the header says %s"
              .formatted(format, found.wireName()));
    }
    boolean right =
        result.sha256().equals(sha256) || packedSha256.equals(Optional.ofNullable(sha256));
    if (sha256 != null && !right) {
      throw new DigestMismatchException(from, sha256, result.sha256());
    }
  }

  /** The format to keep: as declared, else as found. */
  public String format(ImageFormat found) {
    return format == null ? found.wireName() : format;
  }

  private static boolean matches(String declared, ImageFormat found) {
    return switch (declared) {
      // An ISO that also boots from a disk is a raw disk as well.
      case "raw" -> found == ImageFormat.RAW || found == ImageFormat.ISO;
      case "vmtx" -> found == ImageFormat.VMDK || found == ImageFormat.RAW;
      default -> declared.equals(found.wireName());
    };
  }
}
