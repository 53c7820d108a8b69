package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Snapshots of one volume, in the order in which they came from each other; a hundred at most. */
@Inventory(
    schema = "org.zstack.header.storage.snapshot.VolumeSnapshotTreeInventory",
    relations = {
      @Relation(name = "volume", inventory = VolumeInventory.class),
      @Relation(name = "snapshot", inventory = VolumeSnapshotInventory.class)
    })
public record VolumeSnapshotTreeInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("the volume") String volumeUuid,
    @Field("whether the newest snapshot of the volume is in it") boolean current,
    @Field("its first snapshot, with those that followed") @Nullable SnapshotLeafInventory tree,
    @Field("when its first snapshot was made") Instant createDate,
    @Field("when one of its snapshots was last changed") Instant lastOpDate) {

  /** The same with its snapshots. */
  public VolumeSnapshotTreeInventory with(@Nullable SnapshotLeafInventory root) {
    return new VolumeSnapshotTreeInventory(uuid, volumeUuid, current, root, createDate, lastOpDate);
  }

  /**
   * A snapshot in its tree.
   *
   * @param children those that follow it, the earliest first
   */
  @Inventory(schema = "org.zstack.header.storage.snapshot.VolumeSnapshotTree$SnapshotLeafInventory")
  public record SnapshotLeafInventory(
      @Field("the snapshot") VolumeSnapshotInventory inventory,
      @Field("the snapshot before it") @Nullable String parentUuid,
      @Field("the snapshots that follow it") List<SnapshotLeafInventory> children) {}
}
