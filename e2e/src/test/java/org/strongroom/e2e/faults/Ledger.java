package org.strongroom.e2e.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Uuids;

/** What clients asked for and what they were told, over all lives of the server. */
final class Ledger {
  /** What makes an image of a volume snapshot. */
  static final String TEMPLATE = "CreateRootVolumeTemplateFromVolumeSnapshot";

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Entry>> byResource = new ConcurrentHashMap<>();
  private final Map<String, Supplier<String>> images = new ConcurrentHashMap<>();
  private final Map<String, TestStorage> storages = new ConcurrentHashMap<>();

  /** About to ask. */
  Entry asks(String operation, String resource, String method, String path, String body) {
    Entry entry = new Entry(Uuids.random(), operation, resource, method, path, body);
    entries.add(entry);
    byResource.computeIfAbsent(resource, uuid -> new ConcurrentLinkedQueue<>()).add(entry);
    return entry;
  }

  /** About to ask for copies of an image. */
  Entry copying(String image, List<TestStorage> onto) {
    return asks(
        "CopyImage",
        image,
        "PUT",
        "/images/" + image + "/actions",
        ZStackClient.json(
            "copyImage",
            Map.of("backupStorageUuids", onto.stream().map(TestStorage::uuid).toList())));
  }

  Stream<Entry> entries() {
    return entries.stream();
  }

  /** How many calls a client saw accepted so far. */
  long accepted() {
    return entries().filter(Entry::accepted).count();
  }

  /** The calls about a resource. */
  Stream<Entry> about(String resource, String operation) {
    Queue<Entry> about = byResource.get(resource);
    return about == null
        ? Stream.empty()
        : about.stream().filter(e -> e.operation.equals(operation));
  }

  boolean asked(String resource, String operation) {
    return about(resource, operation).findAny().isPresent();
  }

  boolean succeeded(String resource, String operation) {
    return about(resource, operation).anyMatch(e -> e.status == 200);
  }

  /** The SHA-256 that each image has to have. */
  Map<String, Supplier<String>> images() {
    return images;
  }

  Map<String, TestStorage> storages() {
    return storages;
  }

  /** Some resource that was there when it was last seen, and that nobody asked to take away. */
  Optional<String> settled(String adding, String removing) {
    return entries()
        .filter(e -> e.operation.equals(adding) && e.status == 200)
        .map(e -> e.resource)
        .filter(resource -> !asked(resource, removing))
        .findFirst();
  }

  /** One call. */
  static final class Entry {
    private final String jobUuid;
    private final String operation;
    private final String resource;
    private final String method;
    private final String path;
    private final String body;
    private volatile boolean accepted;
    private volatile int status;

    private Entry(
        String jobUuid,
        String operation,
        String resource,
        String method,
        String path,
        String body) {
      this.jobUuid = jobUuid;
      this.operation = operation;
      this.resource = resource;
      this.method = method;
      this.path = path;
      this.body = body;
    }

    String jobUuid() {
      return jobUuid;
    }

    String resource() {
      return resource;
    }

    /** Whether a client saw the 202. */
    boolean accepted() {
      return accepted;
    }

    /** Whether a client knows how it ended. */
    boolean ended() {
      return status != 0;
    }

    /** Sends it, for the first time or again. */
    ZStackClient.Answer send(ZStackClient client) {
      ZStackClient.Answer answer = client.send(method, path, body, "X-Job-UUID", jobUuid);
      accepted |= answer.status() == 202;
      return answer;
    }

    /** HTTP status of its end; 0 if nobody knows yet, 404 if the server never heard of it. */
    int status() {
      return status;
    }

    void ended(int with) {
      status = with;
    }

    @Override
    public String toString() {
      return "%s of %s (job %s, accepted %s, status %d)"
          .formatted(operation, resource, jobUuid, accepted, status);
    }
  }
}
