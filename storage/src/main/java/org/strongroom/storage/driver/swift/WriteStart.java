package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftFailures;
import org.strongroom.storage.driver.swift.session.WatchedCall;

/** Where a write begins, or goes on. */
final class WriteStart {
  private final SegmentTree tree;
  private final UploadPlan plan;
  private final long length;
  private final long nextSegment;
  private final byte[] begun;
  private final boolean resumed;

  private WriteStart(
      SegmentTree tree,
      UploadPlan plan,
      long length,
      long nextSegment,
      byte[] begun,
      boolean resumed) {
    this.tree = tree;
    this.plan = plan;
    this.length = length;
    this.nextSegment = nextSegment;
    this.begun = begun;
    this.resumed = resumed;
  }

  SegmentTree tree() {
    return tree;
  }

  UploadPlan plan() {
    return plan;
  }

  /** Bytes that are there. */
  long length() {
    return length;
  }

  boolean isResumed() {
    return resumed;
  }

  /** The upload of what comes. */
  SegmentUpload upload(SwiftStore store, SegmentGroup group) {
    return new SegmentUpload(store, group, tree, plan, nextSegment, begun);
  }

  static WriteStart atBegin(SwiftStore store, SegmentGroup group) {
    UploadPlan plan = store.plan();
    var tree = new SegmentTree(store, group.prefix(), plan.fanOut(), List.of());
    return new WriteStart(tree, plan, 0, 0, new byte[0], false);
  }

  /** Behind what was made durable, without what is behind the offset. */
  static WriteStart at(SwiftStore store, StoragePath path, SegmentGroup group, long offset)
      throws StorageException {
    WriteJournal journal = WriteJournal.read(store, group).orElse(null);
    long durable = journal == null ? 0 : journal.length();
    if (durable < offset) {
      throw new StorageException(
          Reason.FAILED, "%s: %d bytes lie there instead of %d".formatted(path, durable, offset));
    }
    if (journal == null) {
      WriteStart begin = atBegin(store, group);
      return new WriteStart(begin.tree, begin.plan, 0, 0, new byte[0], true);
    }
    UploadPlan usual = store.plan();
    var plan = new UploadPlan(journal.segment(), usual.atOnce(), usual.fanOut());
    var tree = new SegmentTree(store, group.prefix(), plan.fanOut(), journal.levels());
    long full = tree.length();
    tree.cut(offset);
    long next = tree.length() / plan.segment();
    int left = (int) (offset - tree.length());
    String source = tree.length() == full ? group.tail(next) : group.segment(next);
    byte[] begun = left == 0 ? new byte[0] : first(store, path, source, left);
    return new WriteStart(tree, plan, offset, next, begun, true);
  }

  private static byte[] first(SwiftStore store, StoragePath path, String segment, int count)
      throws StorageException {
    SwiftCall call =
        SwiftCall.of("GET", store.segments(), segment).with("Range", "bytes=0-" + (count - 1));
    byte[] bytes;
    try (WatchedCall answer = store.calls().stream(call);
        InputStream body = answer.body()) {
      bytes = body.readNBytes(count);
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw SwiftFailures.unreachable(store.calls().label(), e);
    }
    if (bytes.length < count) {
      throw new StorageException(
          Reason.FAILED, path + ": bytes of the unfinished write are missing");
    }
    return bytes;
  }
}
