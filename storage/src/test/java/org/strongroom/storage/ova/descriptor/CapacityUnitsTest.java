package org.strongroom.storage.ova.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The units of a capacity as descriptors write them. */
class CapacityUnitsTest {
  @ParameterizedTest
  @CsvSource({
    "1, byte, 1",
    "20, byte * 2^30, 21474836480",
    "20, byte*2^30, 21474836480",
    "20, byte * 10^9, 20000000000",
    "3, byte * 1024, 3072",
    "3, byte * 1024 * 1024, 3145728",
    "3, GigaBytes, 3221225472",
    "3, Bytes, 3",
    "3, kB, 3072",
    "4, MB, 4194304",
    "3, GB, 3221225472",
    "2, TeraBytes, 2199023255552",
    "2, TiB, 2199023255552",
    "9223372036854775807, byte, 9223372036854775807"
  })
  void areUnderstood(String capacity, String units, long bytes) {
    assertThat(CapacityUnits.bytes(capacity, units)).contains(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, byte",
    "1.5, byte",
    "9223372036854775808, byte",
    "9, byte * 2^60",
    "9, byte * 2^-1",
    "9, byte 2^3",
    "9, byte *",
    "9, bit",
    "9, ''"
  })
  void areNot(String capacity, String units) {
    assertThat(CapacityUnits.bytes(capacity, units)).isEmpty();
  }
}
