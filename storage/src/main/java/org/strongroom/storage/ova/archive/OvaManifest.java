package org.strongroom.storage.ova.archive;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * The manifest of a package: a digest for the descriptor and for each file (DSP0243 section 5.1).
 * It is written exactly as the standard has it, {@code SHA256(file)= hex}, for there are verifiers
 * that pass over any other form; read with blanks anywhere.
 *
 * @param digests by file name, in order
 */
public record OvaManifest(Map<String, FileDigest> digests) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*([A-Za-z0-9-]{1,20})\\s*\\((.{1,1024})\\)\\s*=\\s*([0-9a-fA-F]{1,256})\\s*");

  /** By the names that manifests have for them. */
  public static final Map<String, DigestAlgorithm> ALGORITHMS =
      Map.of(
          "SHA1", DigestAlgorithm.SHA1,
          "SHA256", DigestAlgorithm.SHA256,
          "SHA384", DigestAlgorithm.SHA384,
          "SHA512", DigestAlgorithm.SHA512);

  public OvaManifest {
    digests = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(digests));
  }

  /**
   * @throws OvaException BAD_MANIFEST, or UNSUPPORTED for an unknown algorithm
   */
  public static OvaManifest parse(byte[] text) throws OvaException {
    Map<String, FileDigest> digests = new LinkedHashMap<>();
    String whole = new String(text, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    List<String> lines = whole.replaceFirst("\0+$", "").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        add(lines.get(i), i + 1, digests);
      }
    }
    return new OvaManifest(digests);
  }

  private static void add(String line, int number, Map<String, FileDigest> digests)
      throws OvaException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw bad(number, "is not of the form SHA256(file)= digest");
    }
    String algorithmName = algorithmName(parts.group(1));
    DigestAlgorithm algorithm = ALGORITHMS.get(algorithmName);
    if (algorithm == null) {
      throw new OvaException(
          Fault.UNSUPPORTED,
          "line %d of the manifest uses %s, which can not be verified here"
              .formatted(number, parts.group(1)));
    }
    String hex = parts.group(3).toLowerCase(Locale.ROOT);
    if (hex.length() != 2 * Digests.start(algorithm).getDigestLength()) {
      throw bad(number, "has a digest of the wrong length");
    }
    String name =
        MemberName.safe(parts.group(2).strip())
            .orElseThrow(() -> bad(number, "names a file outside of the package"));
    var digest = new FileDigest(algorithm, hex);
    FileDigest before = digests.putIfAbsent(composed(name), digest);
    if (before != null && !before.equals(digest)) {
      throw bad(number, "gives %s a second digest".formatted(MemberName.shown(name)));
    }
  }

  /** {@code SHA-256} and {@code SHA2-256} are SHA256: OpenSSL and its callers write all three. */
  private static String algorithmName(String written) {
    String name = written.toUpperCase(Locale.ROOT);
    return (name.startsWith("SHA2-") ? "SHA" + name.substring(5) : name).replace("-", "");
  }

  private static OvaException bad(int line, String what) {
    return new OvaException(Fault.BAD_MANIFEST, "line %d of the manifest %s".formatted(line, what));
  }

  public Optional<FileDigest> of(String name) {
    return Optional.ofNullable(digests.get(composed(name)));
  }

  /**
   * With its accents as one character each, as the manifest's names are kept: macOS takes them
   * apart.
   */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** One line of the text. */
  public static String line(String name, String sha256) {
    return "SHA256(" + name + ")= " + sha256 + "\n";
  }
}
