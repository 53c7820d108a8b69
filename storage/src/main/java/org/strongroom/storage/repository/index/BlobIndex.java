package org.strongroom.storage.repository.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackedBlob;

/**
 * Which pack holds which blob, in at most 64 bytes a blob: no object stands for one. Entries are
 * added, never removed or renumbered; packs in several index files count once. A blob may lie in
 * several packs. Thread-safe.
 */
public final class BlobIndex {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int LONGS = 4;
  private static final int INTS = 4;
  private static final int MOST_BLOBS = 1 << 29;
  private static final int TREE_BIT = 1 << 31;

  /** Ids, four longs each. */
  private final List<long[]> ids = new ArrayList<>();

  /** Number of the pack, offset, length, plain length if compressed with a bit for trees. */
  private final List<int[]> places = new ArrayList<>();

  private final List<ContentId> packs = new ArrayList<>();
  private final Map<ContentId, Integer> packNumbers = new HashMap<>();

  /** Open addressing; an entry's number and 1, or 0. */
  private int[] table = new int[1 << 10];

  private int size;

  /** A blob's entry: its pack and its place there. */
  public record Entry(ContentId pack, PackedBlob blob) {}

  /** Blobs in all, those in several packs several times. */
  public synchronized int size() {
    return size;
  }

  /** The pack of a number, as {@link #packs} lists it. */
  public synchronized ContentId pack(int number) {
    return packs.get(number);
  }

  /** The packs, in the order in which they were added. */
  public synchronized List<ContentId> packs() {
    return List.copyOf(packs);
  }

  public synchronized boolean hasPack(ContentId pack) {
    return packNumbers.containsKey(pack);
  }

  /** Adds the blobs of a pack, unless the pack is there already. */
  public synchronized void add(IndexedPack pack) throws RepositoryException {
    if (packNumbers.containsKey(pack.id())) {
      return;
    }
    if (size + (long) pack.blobs().size() > MOST_BLOBS) {
      throw new RepositoryException(
          RepositoryException.Reason.UNSUPPORTED, "the repository has too many blobs");
    }
    int number = packs.size();
    packs.add(pack.id());
    packNumbers.put(pack.id(), number);
    for (PackedBlob blob : pack.blobs()) {
      append(number, blob);
    }
  }

  private void append(int pack, PackedBlob blob) {
    if (size >> CHUNK_BITS == ids.size()) {
      ids.add(new long[CHUNK * LONGS]);
      places.add(new int[CHUNK * INTS]);
    }
    int entry = size++;
    long[] id = ids.get(entry >> CHUNK_BITS);
    int at = (entry & CHUNK - 1) * LONGS;
    id[at] = blob.id().a();
    id[at + 1] = blob.id().b();
    id[at + 2] = blob.id().c();
    id[at + 3] = blob.id().d();
    int[] place = places.get(entry >> CHUNK_BITS);
    place[at] = pack;
    place[at + 1] = blob.offset();
    place[at + 2] = blob.length();
    place[at + 3] = blob.unpackedLength() | (blob.type() == BlobType.TREE ? TREE_BIT : 0);
    if (size > table.length / 4 * 3) {
      int[] old = table;
      table = new int[old.length * 2];
      for (int i = 0; i < size; i++) {
        insert(i);
      }
    } else {
      insert(entry);
    }
  }

  private void insert(int entry) {
    int slot = slot(ids.get(entry >> CHUNK_BITS)[(entry & CHUNK - 1) * LONGS]);
    while (table[slot] != 0) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = entry + 1;
  }

  private int slot(long first) {
    return (int) (first ^ first >>> 32) & table.length - 1;
  }

  private boolean matches(int entry, BlobType type, ContentId id) {
    long[] words = ids.get(entry >> CHUNK_BITS);
    int at = (entry & CHUNK - 1) * LONGS;
    return words[at] == id.a()
        && words[at + 1] == id.b()
        && words[at + 2] == id.c()
        && words[at + 3] == id.d()
        && (places.get(entry >> CHUNK_BITS)[at + 3] < 0) == (type == BlobType.TREE);
  }

  /** The number of the first entry of a blob, or -1. */
  public synchronized int find(BlobType type, ContentId id) {
    for (int slot = slot(id.a()); table[slot] != 0; slot = slot + 1 & table.length - 1) {
      if (matches(table[slot] - 1, type, id)) {
        return table[slot] - 1;
      }
    }
    return -1;
  }

  /** The numbers of all entries of a blob. */
  public synchronized int[] findAll(BlobType type, ContentId id) {
    int[] found = new int[0];
    for (int slot = slot(id.a()); table[slot] != 0; slot = slot + 1 & table.length - 1) {
      if (matches(table[slot] - 1, type, id)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = table[slot] - 1;
      }
    }
    return found;
  }

  public boolean contains(BlobType type, ContentId id) {
    return find(type, id) >= 0;
  }

  /** What an entry says. */
  public synchronized Entry entry(int entry) {
    return new Entry(packs.get(place(entry, 0)), blob(entry));
  }

  private PackedBlob blob(int entry) {
    int plain = place(entry, 3);
    return new PackedBlob(
        plain < 0 ? BlobType.TREE : BlobType.DATA,
        id(entry),
        place(entry, 1),
        place(entry, 2),
        plain & ~TREE_BIT);
  }

  /** The id of an entry's blob. */
  public synchronized ContentId id(int entry) {
    long[] words = ids.get(entry >> CHUNK_BITS);
    int at = (entry & CHUNK - 1) * LONGS;
    return new ContentId(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** The number of an entry's pack, as {@link #packs()} lists it. */
  public synchronized int packNumber(int entry) {
    return place(entry, 0);
  }

  /** Plain bytes of an entry's blob. */
  public synchronized int plainLength(int entry) {
    int plain = place(entry, 3) & ~TREE_BIT;
    return plain > 0 ? plain : place(entry, 2) - MasterKey.OVERHEAD;
  }

  /** Where in its pack an entry's blob lies. */
  public synchronized int offset(int entry) {
    return place(entry, 1);
  }

  /** Sealed bytes of an entry's blob. */
  public synchronized int length(int entry) {
    return place(entry, 2);
  }

  private int place(int entry, int field) {
    return places.get(entry >> CHUNK_BITS)[(entry & CHUNK - 1) * INTS + field];
  }
}
