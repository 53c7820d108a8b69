package org.strongroom.server.objectstore;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;

/**
 * Checks what a caller says of an object store. Each method answers the value, or throws SYS.1007.
 */
public final class StoreFields {
  private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  private StoreFields() {}

  public static String name(String name) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("name has from 1 to 255 characters and no control characters");
    }
    return name;
  }

  public static String bucketName(String name) {
    if (!BUCKET_NAME.matcher(name).matches() || name.contains("..")) {
      throw ApiException.invalid(
          "bucketName has from 2 to 255 letters, digits and '.', '_', '-', and begins with a letter"
              + " or digit");
    }
    return name;
  }

  public static @Nullable String region(@Nullable String region) {
    if (region != null && !REGION.matcher(region).matches()) {
      throw ApiException.invalid("region has letters, digits and '-', such as us-east-1");
    }
    return region;
  }

  public static @Nullable String resourceCrn(@Nullable String crn) {
    if (crn != null && !VISIBLE.matcher(crn).matches()) {
      throw ApiException.invalid("resourceCrn has no blanks and only ASCII characters");
    }
    return crn;
  }

  public static String accessKey(String key) {
    if (!VISIBLE.matcher(key).matches()) {
      throw ApiException.invalid("accessKey has no blanks and only ASCII characters");
    }
    return key;
  }

  /**
   * What the names of objects begin with, without slashes at its ends; empty if it is not given.
   */
  public static String prefix(@Nullable String text) {
    String prefix = text == null ? "" : text.replaceAll("^/+|/+$", "");
    boolean good =
        prefix.isEmpty()
            || Arrays.stream(prefix.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!good || prefix.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid(
          "prefix has no empty parts, '.' and '..' between its slashes and no control characters");
    }
    return prefix;
  }

  /** Certificates in PEM form; empty if none are given. */
  public static Optional<String> certificates(@Nullable String pem) {
    Optional<String> given = text(pem);
    given.ifPresent(text -> {
      if (Certificates.ofPem(text).isEmpty()) {
        throw ApiException.invalid(
            "caCertificate has to be certificates in PEM form, which begin with"
                + " '-----BEGIN CERTIFICATE-----'");
      }
    });
    return given;
  }

  /** Empty texts are none. */
  public static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(given -> !given.isEmpty());
  }

  /**
   * An http or https url with nothing but host, port and path.
   *
   * @param parameter its name, for the error; the url itself may hold a password
   */
  public static String url(String parameter, String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean plain =
          uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getHost() != null;
      if (plain && (scheme.equals("http") || scheme.equals("https"))) {
        return text;
      }
    } catch (URISyntaxException e) {
      // Told below: its message would repeat the text.
    }
    throw ApiException.invalid(
        parameter
            + " is an http or https url such as https://s3.example.com, without user, query and"
            + " fragment");
  }
}
