package org.strongroom.storage.ova.descriptor;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code capacityAllocationUnits} of a disk (DSP0243, programmatic units of DSP0004): {@code byte},
 * {@code byte * 2^30}, {@code byte*1024}; also the words of old descriptors, which mean powers of
 * two.
 */
final class CapacityUnits {
  private static final Pattern FACTOR =
      Pattern.compile("\\*\\s*(\\d{1,18})\\s*(?:\\^\\s*(\\d{1,2}))?\\s*");

  private CapacityUnits() {}

  /**
   * The capacity in bytes; empty if number or units can not be understood, or go beyond 63 bits.
   */
  static Optional<Long> bytes(String capacity, String units) {
    if (!capacity.matches("\\d{1,19}")) {
      return Optional.empty();
    }
    return unit(units.strip().toLowerCase(Locale.ROOT))
        .map(new BigInteger(capacity)::multiply)
        .filter(value -> value.bitLength() < Long.SIZE)
        .map(BigInteger::longValueExact);
  }

  private static Optional<BigInteger> unit(String text) {
    return switch (text) {
      case "byte", "bytes" -> Optional.of(BigInteger.ONE);
      case "kilobyte", "kilobytes", "kb", "kib" -> Optional.of(BigInteger.TWO.pow(10));
      case "megabyte", "megabytes", "mb", "mib" -> Optional.of(BigInteger.TWO.pow(20));
      case "gigabyte", "gigabytes", "gb", "gib" -> Optional.of(BigInteger.TWO.pow(30));
      case "terabyte", "terabytes", "tb", "tib" -> Optional.of(BigInteger.TWO.pow(40));
      default -> product(text);
    };
  }

  private static Optional<BigInteger> product(String text) {
    String byteWord = text.startsWith("bytes") ? "bytes" : "byte";
    if (!text.startsWith(byteWord) || text.length() > 60) {
      return Optional.empty();
    }
    String factors = text.substring(byteWord.length()).stripLeading();
    Matcher factor = FACTOR.matcher(factors);
    BigInteger unit = BigInteger.ONE;
    int end = 0;
    while (end < factors.length()) {
      if (!factor.find(end) || factor.start() != end) {
        return Optional.empty();
      }
      var base = new BigInteger(factor.group(1));
      String exponent = factor.group(2);
      unit = unit.multiply(exponent == null ? base : base.pow(Integer.parseInt(exponent)));
      end = factor.end();
    }
    return Optional.of(unit);
  }
}
