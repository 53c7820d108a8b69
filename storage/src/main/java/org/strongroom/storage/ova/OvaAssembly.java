package org.strongroom.storage.ova;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.vmdk.VmdkExtent;
import org.strongroom.storage.format.vmdk.VmdkParts;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.ova.descriptor.DeclaredFormat;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;
import org.strongroom.storage.ova.descriptor.OvfDisk;
import org.strongroom.storage.ova.descriptor.OvfFile;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;

/**
 * Puts the parts of an archive together and checks that they fit: what the descriptor refers to is
 * there, as long as it says, and belongs to one disk only.
 */
final class OvaAssembly {
  private final OvaParts parts;
  private final OvfDescriptor descriptor;
  private final Map<String, OvfFile> filesById = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Ordered> ordered;

  /** A disk in its place. */
  private record Ordered(int order, OvfDisk disk, boolean boot) {}

  /**
   * @throws OvaException NO_DESCRIPTOR if none has come
   */
  OvaAssembly(OvaParts parts) throws OvaException {
    this.parts = parts;
    this.descriptor =
        parts
            .descriptor()
            .orElseThrow(
                () -> new OvaException(Fault.NO_DESCRIPTOR, "there is no .ovf descriptor in it"));
    descriptor.files().forEach(file -> filesById.put(file.id(), file));
    notes.addAll(parts.notes());
    notes.addAll(descriptor.notes());
    if (descriptor.disks().isEmpty()) {
      throw new OvaException(Fault.BAD_DESCRIPTOR, "the OVF descriptor has no disk with a file");
    }
    ordered = bootOrder();
  }

  /** All of it, when all members have come. */
  OvaContents contents() throws OvaException {
    Set<String> referenced = new HashSet<>();
    for (OvfFile file : descriptor.files()) {
      Found found = find(file);
      checkSize(file, found.whole());
      for (FilePiece piece : found.pieces()) {
        if (!referenced.add(piece.member().name())) {
          throw new OvaException(
              Fault.BAD_DESCRIPTOR,
              "file %s is referred to twice".formatted(MemberName.shown(piece.member().name())));
        }
      }
    }
    List<OvaDisk> disks = disks();
    noteManifest(referenced);
    return new OvaContents(
        name(),
        descriptor.description().orElse(""),
        descriptor.architecture().or(parts.meta()::architecture),
        descriptor.operatingSystem().or(() -> parts.meta().osType().map(OvfOperatingSystem::named)),
        descriptor,
        parts.manifest(),
        disks,
        List.copyOf(parts.members().values()),
        notes);
  }

  /** The file of the descriptor that a member is. */
  private Optional<OvfFile> fileOf(TarMember member) throws OvaException {
    for (OvfFile file : descriptor.files()) {
      if (candidates(file).contains(member.name())) {
        checkSize(file, member);
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** A file of the descriptor: the whole, and the members that it is. */
  private record Found(TarMember whole, List<FilePiece> pieces) {}

  private Found find(OvfFile file) throws OvaException {
    for (String candidate : candidates(file)) {
      String first = file.chunkSize().isPresent() ? FilePiece.chunk(candidate, 0) : candidate;
      TarMember member = parts.members().get(first);
      if (member != null) {
        return file.chunkSize().isPresent()
            ? joined(candidate, file.chunkSize().getAsLong())
            : found(member);
      }
    }
    String missing = file.chunkSize().isPresent() ? FilePiece.chunk(file.href(), 0) : file.href();
    throw new OvaException(
        Fault.MISSING_FILE,
        "file %s, which the OVF descriptor refers to, is not in it"
            .formatted(MemberName.shown(missing)));
  }

  private Found found(TarMember member) {
    return new Found(member, List.of(piece(member)));
  }

  private FilePiece piece(TarMember member) {
    return new FilePiece(member, parts.digest(member.name()));
  }

  /** All chunks that are there; whether that is all, the size of the file tells. */
  private Found joined(String name, long chunkSize) throws OvaException {
    List<FilePiece> pieces = new ArrayList<>();
    long size = 0;
    TarMember next = parts.members().get(FilePiece.chunk(name, 0));
    while (next != null) {
      TarMember following = parts.members().get(FilePiece.chunk(name, pieces.size() + 1));
      if (next.size() > chunkSize || (following != null && next.size() < chunkSize)) {
        throw new OvaException(
            Fault.SIZE_MISMATCH,
            "chunk %s has %d bytes; the OVF descriptor says %d"
                .formatted(MemberName.shown(next.name()), next.size(), chunkSize));
      }
      pieces.add(piece(next));
      size += next.size();
      next = following;
    }
    return new Found(new TarMember(name, pieces.getFirst().member().offset(), size), pieces);
  }

  /** Paths that a reference may stand for: as it is written, and with its escapes resolved. */
  private List<String> candidates(OvfFile file) throws OvaException {
    String directory = MemberName.directory(parts.descriptorName());
    List<String> candidates = new ArrayList<>();
    candidates.add(directory + safe(file.href()));
    if (file.href().matches(".*%[0-9a-fA-F]{2}.*")) {
      try {
        String decoded = URLDecoder.decode(file.href().replace("+", "%2B"), StandardCharsets.UTF_8);
        candidates.add(directory + safe(decoded));
      } catch (IllegalArgumentException e) {
        // Then the percent sign stands for itself.
      }
    }
    for (String candidate : List.copyOf(candidates)) {
      // macOS writes letters and their accents apart
      candidates.add(Normalizer.normalize(candidate, Normalizer.Form.NFD));
      candidates.add(Normalizer.normalize(candidate, Normalizer.Form.NFC));
    }
    return candidates;
  }

  private static String safe(String href) throws OvaException {
    return MemberName.safe(href)
        .filter(name -> !name.isEmpty())
        .orElseThrow(() ->
            new OvaException(
                Fault.UNSAFE_MEMBER,
                "the OVF descriptor refers to %s, which leads out of the package"
                    .formatted(MemberName.shown(href))));
  }

  private static void checkSize(OvfFile file, TarMember member) throws OvaException {
    if (file.size().isPresent() && file.size().getAsLong() != member.size()) {
      throw new OvaException(
          Fault.SIZE_MISMATCH,
          "file %s has %d bytes; the OVF descriptor says %d"
              .formatted(MemberName.shown(member.name()), member.size(), file.size().getAsLong()));
    }
  }

  private List<OvaDisk> disks() throws OvaException {
    List<OvaDisk> disks = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Ordered one : ordered) {
      OvaDisk disk = disk(one, find(fileOf(one.disk())));
      for (FilePiece piece : disk.pieces()) {
        if (!used.add(piece.member().name())) {
          throw new OvaException(
              Fault.BAD_DESCRIPTOR,
              "two disks lie in file %s".formatted(MemberName.shown(piece.member().name())));
        }
      }
      disks.add(disk);
    }
    return disks;
  }

  /**
   * The disk that a member is; empty if it is another file.
   *
   * @throws OvaException SIZE_MISMATCH, or UNSAFE_MEMBER for a reference that leads out
   */
  Optional<OvaDisk> diskOf(TarMember member) throws OvaException {
    Optional<OvfFile> file = fileOf(member);
    for (Ordered one : ordered) {
      if (file.isPresent() && file.get().id().equals(one.disk().fileId())) {
        return Optional.of(disk(one, found(member)));
      }
    }
    return Optional.empty();
  }

  /** Whether all files are whole members, which can be told apart as they come. */
  boolean isWhole() {
    return descriptor.files().stream().allMatch(file -> file.chunkSize().isEmpty())
        && descriptor.disks().stream().noneMatch(this::mayBeSplit);
  }

  /** A VMDK so small is none with data in it, but the descriptor of others. */
  private boolean mayBeSplit(OvfDisk disk) {
    OvfFile file = fileOf(disk);
    return file.href().toLowerCase(Locale.ROOT).endsWith(".vmdk")
        && file.size().isPresent()
        && file.size().getAsLong() <= VmdkParts.MOST_OF_DESCRIPTOR;
  }

  /** What the descriptor announces, in boot order. */
  List<AnnouncedDisk> announced() {
    return ordered.stream()
        .map(one -> new AnnouncedDisk(one.boot(), fileOf(one.disk()).size(), one.disk().capacity()))
        .toList();
  }

  private OvaDisk disk(Ordered one, Found found) throws OvaException {
    OvfDisk disk = one.disk();
    TarMember member = found.whole();
    OvfFile file = fileOf(disk);
    checkCapacity(disk, file, member);
    Optional<byte[]> descriptorOfParts =
        file.compression().isEmpty() && file.chunkSize().isEmpty()
            ? parts.vmdkDescriptor(member.name())
            : Optional.empty();
    if (descriptorOfParts.isPresent()) {
      return split(one, member, extents(member, descriptorOfParts.get()));
    }
    return new OvaDisk(
        one.order(),
        disk.id(),
        disk.name(),
        one.boot(),
        disk.capacity().orElse(file.compression().isPresent() ? 0 : member.size()),
        disk.format(),
        member,
        parts.digest(member.name()),
        found.pieces(),
        file.compression(),
        List.of());
  }

  /** The members that the extents of a VMDK lie in, beside its descriptor. */
  private List<OvaExtent> extents(TarMember descriptorOfParts, byte[] text) throws OvaException {
    String directory = MemberName.directory(descriptorOfParts.name());
    List<OvaExtent> extents = new ArrayList<>();
    for (VmdkExtent extent : vmdkExtents(descriptorOfParts, text)) {
      if (extent.kind() == VmdkExtent.Kind.ZERO) {
        extents.add(new OvaExtent(extent, Optional.empty()));
        continue;
      }
      TarMember member = parts.members().get(directory + extent.file());
      if (member == null) {
        throw new OvaException(
            Fault.MISSING_FILE,
            "file %s, a part of the disk in %s, is not in it"
                .formatted(
                    MemberName.shown(extent.file()), MemberName.shown(descriptorOfParts.name())));
      }
      if (extent.kind() == VmdkExtent.Kind.FLAT
          && extent.offset() + extent.bytes() > member.size()) {
        throw new OvaException(
            Fault.SIZE_MISMATCH,
            "file %s has %d bytes, and the disk in %s ends at %d of it"
                .formatted(
                    MemberName.shown(member.name()),
                    member.size(),
                    MemberName.shown(descriptorOfParts.name()),
                    extent.offset() + extent.bytes()));
      }
      extents.add(new OvaExtent(extent, Optional.of(piece(member))));
    }
    return extents;
  }

  private static List<VmdkExtent> vmdkExtents(TarMember member, byte[] text) throws OvaException {
    try {
      return VmdkParts.extents(text);
    } catch (ImageFormatException e) {
      throw new OvaException(
          Fault.UNSUPPORTED, MemberName.shown(member.name()) + ": " + e.getMessage(), e);
    }
  }

  private OvaDisk split(Ordered one, TarMember member, List<OvaExtent> extents) {
    List<FilePiece> pieces = new ArrayList<>(List.of(piece(member)));
    extents.stream().flatMap(extent -> extent.piece().stream()).distinct().forEach(pieces::add);
    long size = pieces.stream().mapToLong(piece -> piece.member().size()).sum();
    return new OvaDisk(
        one.order(),
        one.disk().id(),
        one.disk().name(),
        one.boot(),
        extents.stream().mapToLong(extent -> extent.extent().bytes()).sum(),
        one.disk().format(),
        new TarMember(member.name(), member.offset(), size),
        parts.digest(member.name()),
        pieces,
        Optional.empty(),
        extents);
  }

  private List<Ordered> bootOrder() {
    Map<String, Boolean> boot = new HashMap<>();
    for (OvfDisk disk : descriptor.disks()) {
      disk.boot()
          .or(() -> parts.meta().boot(fileOf(disk).href()))
          .ifPresent(told -> boot.put(disk.id(), told));
    }
    if (boot.isEmpty()) {
      boot.put(descriptor.disks().getFirst().id(), true);
    }
    // Stable: within the boot set, and behind it, the order stays.
    List<OvfDisk> sorted =
        descriptor.disks().stream()
            .sorted(Comparator.comparing(disk -> !boot.getOrDefault(disk.id(), false)))
            .toList();
    return IntStream.range(0, sorted.size())
        .mapToObj(order ->
            new Ordered(order, sorted.get(order), boot.getOrDefault(sorted.get(order).id(), false)))
        .toList();
  }

  private OvfFile fileOf(OvfDisk disk) {
    OvfFile file = filesById.get(disk.fileId());
    if (file == null) {
      throw new IllegalStateException("checked when the descriptor was read");
    }
    return file;
  }

  /** A raw file is the disk, so it can not be larger than that. */
  private static void checkCapacity(OvfDisk disk, OvfFile file, TarMember member)
      throws OvaException {
    if (disk.capacity().orElse(0) > ImageHeader.MAX_VIRTUAL_SIZE) {
      throw new OvaException(
          Fault.TOO_LARGE,
          "the disk in %s claims %d bytes; the most is 64 TiB"
              .formatted(MemberName.shown(member.name()), disk.capacity().getAsLong()));
    }
    if (file.compression().isEmpty()
        && DeclaredFormat.isRaw(disk.format(), member.name())
        && disk.capacity().isPresent()
        && disk.capacity().getAsLong() < member.size()) {
      throw new OvaException(
          Fault.SIZE_MISMATCH,
          "file %s has %d bytes, more than the %d of its disk"
              .formatted(
                  MemberName.shown(member.name()), member.size(), disk.capacity().getAsLong()));
    }
  }

  private void noteManifest(Set<String> referenced) {
    if (parts.manifest().isEmpty()) {
      notes.add("no manifest: the bytes can not be verified");
      return;
    }
    for (String name : parts.digestsOfNothing()) {
      notes.add(
          "the manifest has a digest for %s, which is not there".formatted(MemberName.shown(name)));
    }
    referenced.stream()
        .filter(name -> parts.digest(name).isEmpty())
        .sorted()
        .forEach(name -> notes.add("the manifest has no digest for " + MemberName.shown(name)));
  }

  private String name() {
    String file = MemberName.last(parts.descriptorName());
    return descriptor.name().orElse(file.substring(0, file.length() - ".ovf".length()));
  }
}
