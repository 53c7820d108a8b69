package org.strongroom.server.backupstorage.marker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Uuid;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The small file in a storage's directory that tells whose it is, so that an unmounted share or a
 * swapped disk is noticed before anything is written there.
 *
 * @param version of the directory's layout
 * @param storageUuid the storage that the directory belongs to
 * @param installation whose storage it is, see {@link Installation}; none in markers of old
 * @param forgotten that it belongs to nobody any more
 */
public record StorageMarker(
    int version, String storageUuid, @Nullable String installation, @Nullable Forgotten forgotten) {
  /**
   * When a storage was given up, and by whom.
   *
   * @param at milliseconds since 1970
   * @param by name of the account
   */
  public record Forgotten(long at, String by) {}

  /** Where it lies, below the storage's root. */
  public static final StoragePath PATH = StoragePath.of(".strongroom-storage");

  /** The layout that this version writes and reads. */
  public static final int VERSION = 1;

  private static final int MOST_BYTES = 4096;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The marker that lies there; empty if none does. */
  public static Optional<StorageMarker> read(StorageDriver driver) throws StorageException {
    byte[] bytes;
    // not read(): that waits its turn behind transfers, and pings must not
    try (ByteSource file = driver.open(PATH)) {
      bytes = beginning(file);
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new StorageException(Reason.FAILED, "the marker " + PATH + " cannot be read", e);
    }
    return Optional.of(parse(bytes));
  }

  private static byte[] beginning(ByteSource file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(MOST_BYTES, file.size()));
    while (buffer.hasRemaining() && file.read(buffer.position(), buffer) > 0) {
      // goes on until all is there
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static StorageMarker parse(byte[] bytes) throws StorageException {
    try {
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new StorageException(Reason.FAILED, "the marker " + PATH + " is damaged", e);
    }
  }

  /**
   * Reads the text of a marker.
   *
   * @throws IllegalArgumentException if it is none
   */
  static StorageMarker parse(String text) {
    try {
      Map<?, ?> json = JSON.readValue(text, Map.class);
      if (json != null
          && json.get("version") instanceof Integer version
          && json.get("storageUuid") instanceof String uuid
          && Uuid.isUuid(uuid)) {
        String installation =
            json.get("installation") instanceof String named && Uuid.isUuid(named) ? named : null;
        Forgotten forgotten =
            json.get("forgotten") instanceof Number at
                ? new Forgotten(at.longValue(), String.valueOf(json.get("forgottenBy")))
                : null;
        return new StorageMarker(version, uuid, installation, forgotten);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no marker", e);
    }
    throw new IllegalArgumentException("no marker");
  }

  /** The text that lies there. */
  public String text() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("storageUuid", storageUuid);
    if (installation != null) {
      json.put("installation", installation);
    }
    if (forgotten != null) {
      json.put("forgotten", forgotten.at());
      json.put("forgottenBy", forgotten.by());
    }
    return JSON.writeValueAsString(json);
  }

  /** Puts it into a storage's directory. */
  void write(StorageDriver driver, MarkedBy by) throws StorageException {
    byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
    by.clear(driver, storageUuid);
    try (AtomicWrite write = by.fenced(driver).create(PATH, by.writeId(), bytes.length)) {
      write.write(bytes, 0, bytes.length);
      write.commit();
    }
  }

  /**
   * What to say of a storage whose directory is gone, which is nothing that may be made anew.
   *
   * @return another failure is returned as it is
   */
  public static StorageException missing(StorageRow storage, StorageException failure) {
    return failure.reason() == Reason.NOT_FOUND
        ? new StorageException(
            Reason.NOT_FOUND,
            "%s is not there any more: is the right disk or share mounted there?"
                .formatted(storage.url()),
            failure)
        : failure;
  }

  /**
   * Makes sure that the directory behind the driver is the storage's own; one that is named after
   * it is.
   *
   * @throws StorageException FAILED if the marker is missing, damaged or another storage's
   */
  public static void verify(StorageDriver driver, StorageRow storage) throws StorageException {
    if (storage.hasOwnPrefix()) {
      return;
    }
    StorageMarker marker =
        readOf(driver, storage)
            .orElseThrow(() ->
                new StorageException(
                    Reason.FAILED,
                    ("%s does not hold the marker %s of this storage: is the right disk or share"
                            + " mounted there?")
                        .formatted(storage.url(), PATH)));
    if (!marker.storageUuid.equals(storage.uuid())) {
      throw new StorageException(
          Reason.FAILED,
          "%s belongs to another backup storage, %s: is the wrong disk or share mounted there?"
              .formatted(storage.url(), marker.storageUuid));
    }
    if (marker.version > VERSION) {
      throw new StorageException(
          Reason.FAILED,
          "%s was laid out by a newer version (%d, known is %d)"
              .formatted(storage.url(), marker.version, VERSION));
    }
  }

  private static Optional<StorageMarker> readOf(StorageDriver driver, StorageRow storage)
      throws StorageException {
    try {
      return read(driver);
    } catch (StorageException e) {
      boolean damaged =
          e.reason() == Reason.WRONG_TYPE || e.getCause() instanceof IllegalArgumentException;
      if (!damaged) {
        throw e;
      }
      throw new StorageException(
          Reason.FAILED,
          "the marker %s in %s is damaged; if the right disk or share is mounted there, write %s into it"
              .formatted(
                  PATH,
                  storage.url(),
                  new StorageMarker(VERSION, storage.uuid(), null, null).text()),
          e);
    }
  }
}
