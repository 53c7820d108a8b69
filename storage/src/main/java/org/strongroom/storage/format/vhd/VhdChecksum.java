package org.strongroom.storage.format.vhd;

import org.strongroom.storage.format.HeaderBytes;

/** The checksum of VHD structures: the sum of all other bytes, inverted. */
final class VhdChecksum {
  private VhdChecksum() {}

  static int of(HeaderBytes bytes, int length, int checksumAt) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      if (i < checksumAt || i >= checksumAt + 4) {
        sum += bytes.unsignedByte(i);
      }
    }
    return ~sum;
  }
}
