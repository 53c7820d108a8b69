package org.strongroom.storage.ova.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** The records of a pax extended header (POSIX.1-2001): {@code "<length> <key>=<value>\n"}. */
final class PaxRecords {
  private PaxRecords() {}

  /**
   * @throws OvaException NOT_A_TAR if a record is malformed
   */
  static Map<String, String> parse(byte[] data) throws OvaException {
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int blank = at;
      int length = 0;
      for (; blank < data.length && data[blank] >= '0' && data[blank] <= '9'; blank++) {
        length = Math.min(length * 10 + (data[blank] - '0'), 1 << 24);
      }
      int end = at + length;
      if (blank == data.length
          || data[blank] != ' '
          || end > data.length
          || end < blank + 2
          || data[end - 1] != '\n') {
        throw damaged();
      }
      String record = new String(data, blank + 1, end - 1 - (blank + 1), StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 1) {
        throw damaged();
      }
      records.put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
    return records;
  }

  private static OvaException damaged() {
    return new OvaException(Fault.NOT_A_TAR, "a pax header of the tar archive is malformed");
  }
}
