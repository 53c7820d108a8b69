package org.strongroom.server.volume.repository;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Uuid;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.FoundDisk;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.Generation;

/**
 * A snapshot as a repository tells of it, which the catalog may lack. Its texts are whoever's has
 * the repository's password.
 *
 * @param volume empty if it is not told
 * @param size bytes of the disk
 * @param created milliseconds since 1970
 * @param file its path in the generation, where that has other files too
 */
public record FoundSnapshot(
    String uuid,
    String name,
    @Nullable String description,
    String host,
    Optional<FoundVolume> volume,
    Optional<String> accountUuid,
    Optional<String> accountName,
    ContentId generation,
    Optional<String> file,
    ImageFormat format,
    long size,
    long created) {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 2048;

  /** The volume that it shows. */
  public record FoundVolume(String uuid, String name, String type) {}

  /**
   * One that a Strongroom server has made; empty for those of stock restic, whatever they are
   * tagged with.
   *
   * @param size bytes of the disk
   * @param now no snapshot is of the future
   */
  public static Optional<FoundSnapshot> ours(Generation generation, long size, long now) {
    Optional<String> uuid = isOurs(generation);
    if (uuid.isEmpty()) {
      return Optional.empty();
    }
    String called = generation.tag(GenerationFacts.NAME).orElse(generation.hostname());
    String type = generation.tag(GenerationFacts.VOLUME_TYPE).filter("Root"::equals).orElse("Data");
    return Optional.of(
        new FoundSnapshot(
            uuid.get(),
            name(generation.tag(GenerationFacts.SNAPSHOT_NAME).orElse(called)),
            null,
            generation.hostname(),
            generation
                .tag(GenerationFacts.VOLUME_UUID)
                .filter(Uuid::isUuid)
                .map(volume -> new FoundVolume(volume, name(called), type)),
            generation.tag(GenerationFacts.ACCOUNT).filter(Uuid::isUuid),
            generation.tag(GenerationFacts.ACCOUNT_NAME),
            generation.id(),
            Optional.empty(),
            ImageFormat.RAW,
            size,
            created(generation, now)));
  }

  /** The uuid of the snapshot, if a Strongroom server has made the generation. */
  public static Optional<String> isOurs(Generation generation) {
    String file = "/" + generation.hostname() + ".raw";
    boolean ours =
        generation.tags().contains(GenerationFacts.OURS)
            && generation.username().equals("strongroom")
            && !generation.hostname().isEmpty()
            && generation.hostname().length() <= LONGEST_NAME
            && generation.hostname().indexOf('/') < 0
            && generation.paths().size() == 1
            && generation.paths().getFirst().equals(file);
    return ours ? generation.tag(GenerationFacts.SNAPSHOT).filter(Uuid::isUuid) : Optional.empty();
  }

  /**
   * A disk that stock restic has backed up as a file. The same file of the same host is the same
   * volume, and the uuids are the same whenever and by whomever it is looked at.
   *
   * @param repository the id of the repository
   */
  public static FoundSnapshot foreign(
      String repository, Generation generation, FoundDisk disk, long now) {
    String place = generation.hostname() + ":" + disk.path();
    String volume = uuid("volume", repository, place);
    ContentId first = generation.original().orElse(generation.id());
    String file = disk.path().substring(disk.path().lastIndexOf('/') + 1);
    String called = name(file + " (" + generation.hostname() + ")");
    String text = "restic snapshot %s of %s".formatted(generation.id().brief(), place);
    return new FoundSnapshot(
        uuid("snapshot", repository, first.hex() + ":" + disk.path()),
        called,
        cut(plain(text), LONGEST_TEXT),
        GenerationFacts.newHost(volume, called),
        Optional.of(new FoundVolume(volume, called, "Data")),
        Optional.empty(),
        Optional.empty(),
        generation.id(),
        disk.only() ? Optional.empty() : Optional.of(disk.path()),
        disk.format(),
        disk.size(),
        created(generation, now));
  }

  private static String uuid(String kind, String repository, String what) {
    return Uuid.derived(String.join(":", kind, repository, what));
  }

  private static String name(String text) {
    String name = cut(plain(text).strip(), LONGEST_NAME);
    return name.isEmpty() ? "unnamed" : name;
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}|\\p{Cf}|\\p{Cs}", "?");
  }

  private static String cut(String text, int most) {
    return ShortText.cut(text, most);
  }

  private static long created(Generation generation, long now) {
    long seconds = generation.time().getEpochSecond();
    return seconds < 0 || seconds > now / 1000 ? now : generation.time().toEpochMilli();
  }
}
