package org.strongroom.e2e.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.api.ResourceType;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Uuids;
import tools.jackson.databind.JsonNode;

/** What there is for requests to name, as an administrator sees it now and then. */
final class FuzzTargets {
  private static final String MISSING = "0123456789ab4cde8f0123456789abcd";

  /** What the names of accounts and projects begin with that are needed. */
  static final String KEPT = "kept ";

  private static final Map<ResourceType, String> LISTS =
      Map.ofEntries(
          Map.entry(ResourceType.BACKUP_STORAGE, "/backup-storage"),
          Map.entry(ResourceType.ZONE, "/zones"),
          Map.entry(ResourceType.IMAGE, "/images"),
          Map.entry(ResourceType.USER_TAG, "/user-tags"),
          Map.entry(ResourceType.SYSTEM_TAG, "/system-tags"),
          Map.entry(ResourceType.ACCOUNT, "/accounts"),
          Map.entry(ResourceType.LONG_JOB, "/longjobs"),
          Map.entry(ResourceType.MANAGEMENT_NODE, "/management-nodes"),
          Map.entry(ResourceType.PROJECT, "/projects"),
          Map.entry(ResourceType.IMAGE_BACKUP, "/image-backups"),
          Map.entry(ResourceType.BUCKET, "/buckets"),
          Map.entry(ResourceType.VOLUME, "/volumes"),
          Map.entry(ResourceType.VOLUME_SNAPSHOT, "/volume-snapshots"),
          Map.entry(ResourceType.NOTIFICATION_TARGET, "/notification-targets"),
          Map.entry(ResourceType.SCHEDULE, "/schedules"));

  private volatile Map<ResourceType, List<String>> uuids = Map.of();
  private volatile List<String> nodes = List.of("1");
  private volatile List<String> settings = List.of();

  /** Looks again. What callers need themselves is left out. */
  void refresh(ZStackClient admin) {
    Map<ResourceType, List<String>> found = new EnumMap<>(ResourceType.class);
    LISTS.forEach((type, path) -> found.put(type, uuids(admin, path)));
    uuids = found;
    List<String> numbers = new ArrayList<>(List.of("1", "2"));
    admin
        .get("/backup-nodes?limit=20")
        .get("inventories")
        .forEach(row -> numbers.add(row.get("id").asString()));
    nodes = numbers;
    if (settings.isEmpty()) {
      List<String> all = new ArrayList<>();
      admin
          .get("/global-configurations")
          .get("inventories")
          .forEach(row -> {
            if (!row.get("category").asString().equals("identity")) { // callers have to stay let in
              all.add(row.get("category").asString() + "/" + row.get("name").asString());
            }
          });
      settings = all;
    }
  }

  private static List<String> uuids(ZStackClient admin, String path) {
    List<String> found = new ArrayList<>();
    for (JsonNode row : admin.get(path + "?limit=50").get("inventories")) {
      String name = row.path("name").asString("");
      if (!name.equals("admin") && !name.startsWith(KEPT)) {
        found.add(row.get("uuid").asString());
      }
    }
    return found;
  }

  /** Mostly one that exists and is of the type; else one of another type, or missing, or none. */
  String uuid(ResourceType type, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> MISSING;
      case 1 -> Uuids.random();
      case 2 -> any(random);
      default -> of(type, random);
    };
  }

  String any(Random random) {
    ResourceType[] types = ResourceType.values();
    return of(types[random.nextInt(types.length)], random);
  }

  private String of(ResourceType type, Random random) {
    List<String> known = uuids.getOrDefault(type, List.of());
    return known.isEmpty() ? MISSING : known.get(random.nextInt(known.size()));
  }

  String node(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** A setting as category and name. */
  String[] setting(Random random) {
    return settings.get(random.nextInt(settings.size())).split("/", 2);
  }
}
