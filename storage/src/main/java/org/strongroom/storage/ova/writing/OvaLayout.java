package org.strongroom.storage.ova.writing;

import java.util.List;
import java.util.stream.IntStream;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.ova.archive.TarHeaderWriter;

/**
 * An OVA laid out before a byte of it is written: its names, its descriptor and its exact size, so
 * that room can be asked for first. The descriptor stands first and the manifest last (both as
 * DSP0243 allows), so that the disks can be hashed while they pass.
 */
public final class OvaLayout {
  private static final int MOST_NAME = 60;
  private static final int SHA256_DIGITS = 64;

  private final OvaPlan plan;
  private final String baseName;
  private final List<String> names;
  private final byte[] descriptor;
  private final long totalBytes;

  private OvaLayout(OvaPlan plan) throws OvaException {
    this.plan = plan;
    this.baseName = baseName(plan.name());
    this.names =
        IntStream.rangeClosed(1, plan.disks().size())
            .mapToObj(number -> "%s-disk%d.img".formatted(baseName, number))
            .toList();
    this.descriptor = OvfWriter.write(plan, names);
    OvaLimits limits = OvaLimits.DEFAULT;
    if (descriptor.length > limits.descriptorBytes() || 2 * names.size() + 2 > limits.members()) {
      throw new OvaException(
          Fault.TOO_LARGE,
          "an OVA of %d disks with a descriptor of %d bytes"
              .formatted(names.size(), descriptor.length));
    }
    long total =
        memberBytes(descriptor.length) + memberBytes(manifestBytes()) + TarHeaderWriter.END_BYTES;
    for (PlannedDisk disk : plan.disks()) {
      total = Math.addExact(total, memberBytes(disk.size()));
    }
    this.totalBytes = total;
  }

  /**
   * @throws OvaException TOO_LARGE if there are so many disks that we would not read it again
   */
  public static OvaLayout of(OvaPlan plan) throws OvaException {
    return new OvaLayout(plan);
  }

  public OvaPlan plan() {
    return plan;
  }

  /** Exact length of the archive. */
  public long totalBytes() {
    return totalBytes;
  }

  /** Names of the disks' files, in their order. */
  List<String> names() {
    return names;
  }

  String descriptorName() {
    return baseName + ".ovf";
  }

  public byte[] descriptor() {
    return descriptor.clone();
  }

  String manifestName() {
    return baseName + ".mf";
  }

  private static long memberBytes(long size) {
    return Math.addExact(
        TarHeaderWriter.headerBytes(size) + TarHeaderWriter.paddingBytes(size), size);
  }

  /** A manifest is as long with any digests. */
  private int manifestBytes() {
    String digest = "0".repeat(SHA256_DIGITS);
    int bytes = OvaManifest.line(descriptorName(), digest).length();
    for (String name : names) {
      bytes += OvaManifest.line(name, digest).length();
    }
    return bytes;
  }

  /** The image's name as every tar, file system and manifest reader can take it. */
  private static String baseName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[._-]+", "");
    String cut = safe.substring(0, Math.min(safe.length(), MOST_NAME));
    return cut.isEmpty() ? "image" : cut;
  }
}
