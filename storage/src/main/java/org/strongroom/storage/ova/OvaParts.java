package org.strongroom.storage.ova;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.vmdk.VmdkParts;
import org.strongroom.storage.ova.archive.Digests;
import org.strongroom.storage.ova.archive.FileDigest;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.ova.archive.TarReader;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;
import org.strongroom.storage.ova.descriptor.OvfReader;
import org.strongroom.storage.ova.descriptor.VolumeMeta;
import org.strongroom.storage.transfer.DigestMismatchException;

/**
 * Gathers the members of an archive as they come: reads the small texts, notes where the others
 * are. Which member is what, its name tells (DSP0243 section 5.1): {@code .ovf}, {@code .mf},
 * {@code .cert}, and PowerVC's {@code .meta}.
 */
final class OvaParts {
  /** So many disks in several files may be in one archive. */
  private static final int MOST_VMDK_DESCRIPTORS = 64;

  private final OvaLimits limits;
  private final Map<String, TarMember> members = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable TarMember descriptorMember;
  private byte[] descriptorBytes = new byte[0];
  private @Nullable OvfDescriptor descriptor;
  private @Nullable TarMember manifestMember;
  private @Nullable OvaManifest manifest;
  private VolumeMeta meta = VolumeMeta.NONE;
  private final Map<String, byte[]> vmdkDescriptors = new LinkedHashMap<>();

  OvaParts(OvaLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes in the member that the reader stands at.
   *
   * @return whether it is a payload, whose bytes were not read
   */
  boolean accept(TarMember member, TarReader tar) throws IOException {
    members.put(member.name(), member);
    String last = MemberName.last(member.name()).toLowerCase(Locale.ROOT);
    if (last.startsWith("._")) {
      notes.add(MemberName.shown(member.name()) + " is a leftover of macOS");
    } else if (last.endsWith(".ovf")) {
      acceptDescriptor(member, tar);
    } else if (last.endsWith(".mf")) {
      if (manifestMember != null) {
        throw new OvaException(Fault.BAD_MANIFEST, "there are two manifests");
      }
      manifestMember = member;
      manifest = OvaManifest.parse(tar.readAll(limits.manifestBytes()));
    } else if (last.endsWith(".meta")) {
      meta = VolumeMeta.parse(tar.readAll(limits.manifestBytes()));
    } else {
      return !last.endsWith(".cert");
    }
    return false;
  }

  /**
   * Reads a payload that may be the descriptor of a VMDK in several files.
   *
   * @param member the one that the reader stands at
   */
  void look(TarMember member, TarReader tar) throws IOException {
    boolean maybe =
        vmdkDescriptors.size() < MOST_VMDK_DESCRIPTORS
            && member.size() <= VmdkParts.MOST_OF_DESCRIPTOR
            && member.name().toLowerCase(Locale.ROOT).endsWith(".vmdk");
    if (maybe) {
      byte[] bytes = tar.readAll(VmdkParts.MOST_OF_DESCRIPTOR);
      if (VmdkParts.isDescriptor(bytes)) {
        vmdkDescriptors.put(member.name(), bytes);
      }
    }
  }

  /** The descriptor of a VMDK in several files, if a member is one. */
  Optional<byte[]> vmdkDescriptor(String name) {
    return Optional.ofNullable(vmdkDescriptors.get(name));
  }

  private void acceptDescriptor(TarMember member, TarReader tar) throws IOException {
    if (descriptorMember != null) {
      throw new OvaException(
          Fault.NO_DESCRIPTOR,
          "there are two descriptors: %s and %s"
              .formatted(
                  MemberName.shown(descriptorMember.name()), MemberName.shown(member.name())));
    }
    descriptorMember = member;
    descriptorBytes = tar.readAll(limits.descriptorBytes());
    descriptor = OvfReader.read(descriptorBytes);
  }

  Map<String, TarMember> members() {
    return members;
  }

  List<String> notes() {
    return notes;
  }

  VolumeMeta meta() {
    return meta;
  }

  Optional<OvfDescriptor> descriptor() {
    return Optional.ofNullable(descriptor);
  }

  Optional<OvaManifest> manifest() {
    return Optional.ofNullable(manifest);
  }

  /** The descriptor's name in the archive. */
  String descriptorName() {
    return descriptorMember == null ? "" : descriptorMember.name();
  }

  /** What the manifest, as far as it has come, demands of a member. */
  Optional<FileDigest> digest(String name) {
    TarMember where = manifestMember;
    if (where == null) {
      return Optional.empty();
    }
    String directory = MemberName.directory(where.name());
    return name.startsWith(directory)
        ? manifest().flatMap(known -> known.of(name.substring(directory.length())))
        : Optional.empty();
  }

  /** Digests of the manifest that belong to no member of the archive. */
  List<String> digestsOfNothing() {
    String directory = manifestMember == null ? "" : MemberName.directory(manifestMember.name());
    Set<String> there =
        members.keySet().stream().map(OvaManifest::composed).collect(Collectors.toSet());
    return manifest().stream()
        .flatMap(known -> known.digests().keySet().stream())
        .filter(name -> !there.contains(OvaManifest.composed(directory) + name))
        .toList();
  }

  /**
   * @throws DigestMismatchException if the manifest has another digest for the descriptor
   */
  void verifyDescriptor() throws DigestMismatchException {
    Optional<FileDigest> expected = digest(descriptorName());
    if (expected.isPresent()) {
      MessageDigest digest = Digests.start(expected.get().algorithm());
      String found = HexFormat.of().formatHex(digest.digest(descriptorBytes));
      if (!found.equals(expected.get().hex())) {
        throw new DigestMismatchException(
            MemberName.shown(descriptorName()),
            expected.get().algorithm(),
            expected.get().hex(),
            found);
      }
    }
  }
}
