package org.strongroom.storage.ova.archive;

/**
 * What an OVA may ask for before it is refused. They bound the memory that reading one takes,
 * whatever its headers claim.
 *
 * @param descriptorBytes most bytes of the OVF descriptor
 * @param manifestBytes most bytes of the manifest, and of the {@code .meta} file
 * @param members most members of the archive, extended headers included
 * @param totalBytes most bytes of all members together; for a compressed archive what it may expand
 *     to
 */
public record OvaLimits(int descriptorBytes, int manifestBytes, int members, long totalBytes) {
  /** 1 MiB for each text, 1000 members, 16 TiB in all. */
  public static final OvaLimits DEFAULT = new OvaLimits(1 << 20, 1 << 20, 1000, 16L << 40);
}
