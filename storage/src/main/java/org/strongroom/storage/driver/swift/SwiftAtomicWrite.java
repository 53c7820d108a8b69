package org.strongroom.storage.driver.swift;

import java.util.List;
import java.util.Optional;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.swift.session.ObjectNames;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftFailures;

/**
 * A write in progress. Bytes go into segments; the last call of all makes a file of them: a copy
 * within the store if there is one segment, else the manifest of them. Both fail if a segment is
 * missing, so that a write whose segments somebody else has removed replaces nothing.
 */
final class SwiftAtomicWrite implements AtomicWrite {
  private final SwiftStore store;
  private final StoragePath path;
  private final String writeId;
  private final WriteMarker marker;
  private final SegmentGroup group;
  private final SegmentTree tree;
  private final SegmentUpload upload;
  private final UploadPlan plan;
  private final long expectedLength;
  private long length;
  private boolean journaled;
  private volatile boolean kept;
  private volatile boolean settled;
  private volatile boolean made;
  private boolean over;

  SwiftAtomicWrite(
      SwiftStore store,
      StoragePath path,
      String writeId,
      WriteMarker marker,
      SegmentGroup group,
      WriteStart start,
      long expectedLength) {
    this.store = store;
    this.path = path;
    this.writeId = writeId;
    this.marker = marker;
    this.group = group;
    this.tree = start.tree();
    this.plan = start.plan();
    this.expectedLength = expectedLength;
    this.length = start.length();
    this.kept = start.isResumed();
    this.journaled = start.isResumed();
    this.upload = start.upload(store, group);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws StorageException {
    settled = false;
    requireOpen();
    upload.write(bytes, offset, count);
    length += count;
  }

  private synchronized void requireOpen() throws StorageException {
    if (over) {
      throw new StorageException(Reason.FAILED, path + ": the write is over");
    }
  }

  @Override
  public void checkpoint() throws StorageException {
    requireOpen();
    upload.await();
    upload.keepTail();
    journal(Optional.empty());
    kept = true;
    settled = true;
  }

  private void journal(Optional<String> replaced) throws StorageException {
    new WriteJournal(length, plan.segment(), tree.levels(), replaced).write(store, group);
    journaled = true;
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    requireOpen();
    if (expectedLength >= 0 && length != expectedLength) {
      throw new StorageException(
          Reason.FAILED, "%s: %d bytes came instead of %d".formatted(path, length, expectedLength));
    }
    Taking taking = taking();
    Optional<ObjectFacts> before = store.head(path);
    if (before.isEmpty() && store.isDirectory(path)) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is a directory");
    }
    var unfinished = new UnfinishedWrites(store);
    Optional<SegmentGroup> replaced = unfinished.group(before);
    if (replaced.isPresent()) {
      journal(replaced.map(SegmentGroup::prefix));
    }
    confirm(fence);
    take(taking, before.isEmpty(), fence);
    made = true;
    synchronized (this) {
      over = true;
    }
    tidy(unfinished, taking);
  }

  /** Segments and manifests are refused if their MD5s are not those that were sent with them. */
  @Override
  public boolean isProved() {
    return made;
  }

  /**
   * The call that makes the file.
   *
   * @param staged the one segment that is copied; empty if the file is made of its segments
   * @param etag what the file has as ETag
   */
  private record Taking(SwiftCall call, Optional<String> staged, String etag) {}

  private Taking taking() throws StorageException {
    String target = store.names().of(path);
    if (upload.isOneSegment()) {
      Piece piece = upload.finishAsOne();
      SwiftCall copy =
          SwiftCall.put(store.files(), target)
              .with("X-Copy-From", ObjectNames.encode(store.segments() + "/" + piece.name()))
              .with("Content-Type", "application/octet-stream");
      return new Taking(copy, Optional.of(piece.name()), piece.etag());
    }
    upload.finish();
    List<Piece> pieces = tree.finish();
    if (store.info().largeObjects().isEmpty()) {
      new Manifests(store).requireLargeObjects(group.trial(), pieces);
    }
    return new Taking(
        new Manifests(store).put(store.files(), target, pieces),
        Optional.empty(),
        Manifests.etag(pieces));
  }

  /** A later run that gave this one up did so before it removed segments. */
  private void confirm(Fence fence) throws StorageException {
    if (!marker.stands(store)) {
      throw new StorageException(
          Reason.FAILED, path + ": the write was given up by another run of the same work");
    }
    fence.confirm();
  }

  private void take(Taking taking, boolean nothingThere, Fence fence) throws StorageException {
    // A copy asks for its source with the same conditions, so only a manifest can have one.
    boolean conditional = nothingThere && taking.staged().isEmpty();
    SwiftCall call = conditional ? taking.call().with("If-None-Match", "*") : taking.call();
    SwiftAnswer answer = sent(call);
    if (conditional && answer.status() == 412) {
      if (isMade(taking)) {
        return; // by an attempt whose answer got lost
      }
      confirm(fence);
      answer = sent(taking.call());
    }
    if (answer.status() == 404 && taking.staged().isPresent()) {
      throw new StorageException(
          Reason.FAILED, path + ": its bytes are gone: the write was given up by another run");
    }
    if (!answer.isSuccess()) {
      throw store.calls().failed(call, answer);
    }
    if (!isMade(taking)) {
      store.delete(store.files(), call.object());
      throw new StorageException(
          Reason.FAILED,
          "%s: the store does not have the file as it was sent; it is deleted".formatted(path));
    }
  }

  private SwiftAnswer sent(SwiftCall call) throws StorageException {
    try {
      return store.calls().send(call);
    } catch (StorageException e) {
      // It may come to pass yet: its segments stay, and are found by its marker.
      kept |= SwiftFailures.isPassing(e);
      throw e;
    }
  }

  private boolean isMade(Taking taking) throws StorageException {
    return store
        .head(path)
        .filter(file ->
            file.size() == length
                && file.etag().equals(taking.etag())
                && file.large() == taking.staged().isEmpty())
        .isPresent();
  }

  /** The file is there whatever becomes of this: what is not done is found by the marker. */
  private void tidy(UnfinishedWrites unfinished, Taking taking) {
    try {
      if (journaled) {
        unfinished.tidy(group);
      }
      if (taking.staged().isPresent()) {
        store.delete(store.segments(), taking.staged().get());
      }
      marker.remove(store);
    } catch (StorageException e) {
      org.slf4j.LoggerFactory.getLogger(SwiftAtomicWrite.class)
          .warn("{} is written, but what helped to is not removed yet: {}", path, e.getMessage());
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    upload.close();
    try {
      if ((kept || settled) && marker.stands(store)) {
        return;
      }
      // Another run that gave it up may have seen fewer segments than there are now.
      new UnfinishedWrites(store).abandon(path, writeId);
    } catch (StorageException e) {
      // It stays until it is abandoned by its id: nothing else can be done here.
    }
  }
}
