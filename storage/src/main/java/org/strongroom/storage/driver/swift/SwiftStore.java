package org.strongroom.storage.driver.swift;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.swift.session.ObjectNames;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftCalls;

/** The two containers of a storage: one of its files, and one of their segments. */
final class SwiftStore {
  private static final String SEGMENTS = "_segments";

  private final SwiftAccess access;
  private final SwiftCalls calls;
  private final UploadPlan plan;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable SwiftInfo info;

  SwiftStore(SwiftAccess access, SwiftCalls calls, UploadPlan plan) {
    this.access = access;
    this.calls = calls;
    this.plan = plan;
  }

  SwiftCalls calls() {
    return calls;
  }

  SwiftAccess access() {
    return access;
  }

  String files() {
    return access.container();
  }

  String segments() {
    return access.container() + SEGMENTS;
  }

  UploadPlan plan() {
    return plan.within(info());
  }

  ObjectNames names() {
    return new ObjectNames(access.prefix(), info().longestName());
  }

  ObjectListing listing() {
    return new ObjectListing(calls, info());
  }

  /** Asked once. */
  SwiftInfo info() {
    SwiftInfo known = info;
    if (known != null) {
      return known;
    }
    asking.lock();
    try {
      known = info;
      if (known == null) {
        known = SwiftInfo.read(calls);
        info = known.told() ? known : null;
      }
      return known;
    } finally {
      asking.unlock();
    }
  }

  /** Why no file can have more than one segment. */
  StorageException withoutLargeObjects() {
    return new StorageException(
        Reason.FAILED,
        "%s has no static large objects (slo), so no file can be larger than %d bytes"
            .formatted(calls.label(), plan().segment()));
  }

  Optional<ObjectFacts> head(String container, String name) throws StorageException {
    SwiftCall call = SwiftCall.of("HEAD", container, name);
    SwiftAnswer answer = calls.send(call);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw calls.failed(call, answer);
    }
    return Optional.of(ObjectFacts.of(calls.label(), name, answer));
  }

  /** The file at a path. */
  Optional<ObjectFacts> head(StoragePath path) throws StorageException {
    return head(files(), names().of(path)).filter(found -> !found.directory());
  }

  /** Whether there is any file below a path. */
  boolean isDirectory(StoragePath path) throws StorageException {
    return listing().any(files(), names().below(path));
  }

  /** A small object, read whole; empty if there is none. */
  Optional<byte[]> content(String container, String name) throws StorageException {
    SwiftCall call = SwiftCall.of("GET", container, name);
    SwiftAnswer answer = calls.send(call);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw calls.failed(call, answer);
    }
    return Optional.of(answer.body());
  }

  /** Removes an object as it is; nothing there is success. */
  void delete(String container, String name) throws StorageException {
    SwiftCall call = SwiftCall.of("DELETE", container, name);
    SwiftAnswer answer = calls.send(call);
    if (!answer.isSuccess() && answer.status() != 404) {
      throw calls.failed(call, answer);
    }
  }

  /** Removes whatever has such a name; a container that is missing has nothing. */
  void deleteAll(String container, String prefix) throws StorageException {
    try {
      listing()
          .pages(
              container,
              prefix,
              false,
              page -> AtOnce.forEach(page, item -> delete(container, item.name())));
    } catch (StorageException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** All names with such a prefix; a container that is missing has none. */
  List<ObjectListing.Item> segmentsWith(String prefix) throws StorageException {
    try {
      return listing().all(segments(), prefix, false);
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** Puts into the container of the segments, which is made if it is missing. */
  SwiftAnswer putSegment(SwiftCall call) throws StorageException {
    SwiftAnswer answer = calls.send(call);
    if (answer.status() == 404) {
      make(segments());
      answer = calls.send(call);
    }
    if (!answer.isSuccess()) {
      throw calls.failed(call, answer);
    }
    return answer;
  }

  /** Makes a container; one that is there is success. */
  void make(String container) throws StorageException {
    SwiftCall call = SwiftCall.put(container, "");
    if (access.storagePolicy().isPresent()) {
      call = call.with("X-Storage-Policy", access.storagePolicy().get());
    }
    SwiftAnswer answer = calls.send(call);
    if (answer.status() == 409) {
      return; // there already, with another policy
    }
    if (answer.status() == 403) {
      throw new StorageException(
          Reason.PERMISSION_DENIED,
          "%s: the account has no right to make the container '%s'; have it made by the project's administrator (%s)"
              .formatted(calls.label(), container, answer.told()));
    }
    if (!answer.isSuccess()) {
      throw calls.failed(call, answer);
    }
  }
}
