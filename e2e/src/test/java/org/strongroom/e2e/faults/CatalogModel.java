package org.strongroom.e2e.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.MadeImage;
import tools.jackson.databind.JsonNode;

/** What has to be there after the commands that were given, and what the server says is there. */
final class CatalogModel {
  private final Map<String, Storage> storages = new TreeMap<>();
  private final Map<String, Image> images = new TreeMap<>();

  /** A storage. */
  static final class Storage {
    final TestStorage place;
    boolean enabled = true;
    boolean attached;

    Storage(TestStorage place) {
      this.place = place;
    }
  }

  /** An image with its copies. */
  static final class Image {
    final MadeImage made;
    final TreeSet<String> copies;
    String name = "image";
    boolean deleted;

    Image(MadeImage made, List<String> storages) {
      this.made = made;
      this.copies = new TreeSet<>(storages);
    }
  }

  void add(TestStorage place) {
    storages.put(place.uuid(), new Storage(place));
  }

  void add(String uuid, Image image) {
    images.put(uuid, image);
  }

  /** A storage goes with its copies, and images with their last copy. */
  void removeStorage(String uuid) {
    storages.remove(uuid);
    images.values().forEach(image -> image.copies.remove(uuid));
    images.values().removeIf(image -> image.copies.isEmpty());
  }

  void removeImage(String uuid) {
    images.remove(uuid);
  }

  Storage storage(String uuid) {
    return storages.get(uuid);
  }

  Image image(String uuid) {
    return images.get(uuid);
  }

  List<TestStorage> places() {
    return storages.values().stream().map(storage -> storage.place).toList();
  }

  List<String> storages(Predicate<Storage> which) {
    return storages.entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<String> someImage(Predicate<Image> which, Random random) {
    List<String> found =
        images.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(found.get(random.nextInt(found.size())));
  }

  /** The model as lines. */
  List<String> expected() {
    List<String> lines = new ArrayList<>();
    storages.forEach((uuid, storage) ->
        lines.add(
            "storage %s %s Connected attached %s"
                .formatted(uuid, storage.enabled ? "Enabled" : "Disabled", storage.attached)));
    images.forEach((uuid, image) -> {
      String status = image.deleted ? "Deleted" : "Ready";
      Map<String, String> copies = new TreeMap<>();
      image.copies.forEach(copy -> copies.put(copy, status));
      lines.add("image %s %s '%s' %s".formatted(uuid, status, image.name, copies));
    });
    return lines;
  }

  /** The same lines from what a server answers. */
  static List<String> told(ZStackClient client) {
    Map<String, String> lines = new TreeMap<>();
    Map<String, String> imageLines = new TreeMap<>();
    for (JsonNode row : client.query("/backup-storage")) {
      String uuid = row.get("uuid").asString();
      lines.put(
          uuid,
          "storage %s %s %s attached %s"
              .formatted(
                  uuid,
                  row.get("state").asString(),
                  row.get("status").asString(),
                  !row.path("attachedZoneUuids").isEmpty()));
    }
    for (JsonNode row : client.query("/images")) {
      Map<String, String> copies = new HashMap<>();
      row.get("backupStorageRefs")
          .forEach(ref ->
              copies.put(ref.get("backupStorageUuid").asString(), ref.get("status").asString()));
      imageLines.put(
          row.get("uuid").asString(),
          "image %s %s '%s' %s"
              .formatted(
                  row.get("uuid").asString(),
                  row.get("status").asString(),
                  row.get("name").asString(),
                  new TreeMap<>(copies)));
    }
    List<String> all = new ArrayList<>(lines.values());
    all.addAll(imageLines.values());
    return all;
  }
}
