package org.strongroom.server.volume;

import static org.strongroom.server.catalog.VolumeTable.VOLUME;

import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.volume.DeleteVolume;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.JobEngine;

/** Everything about volumes, put together. */
public final class Volumes {
  private final VolumeParts parts;
  private final RegisterVolumeJob register;
  private final UpdateVolumeJob update;

  public Volumes(VolumeParts parts) {
    this.parts = parts;
    VolumeAccesses accesses = new VolumeAccesses(parts.vault());
    VolumeHosts hosts = new VolumeHosts(parts.bounds(), () -> parts.hostPaths().ofThisMachine());
    VolumeExports exports = new VolumeExports(() -> parts.hostPaths().ofThisMachine(), parts.nbd());
    VolumeDisks disks = new VolumeDisks(hosts, parts.sources(), exports);
    register = new RegisterVolumeJob(parts, accesses, disks);
    update = new UpdateVolumeJob(parts, accesses, disks);
  }

  /** Tells which operations are carried out here, and the engine how to go on with their jobs. */
  public void register(OperationRegistry operations, JobEngine engine) {
    operations.answer(QueryVolume.class, this::query);
    operations.change(DeleteVolume.class, this::delete);
    operations.job(register, engine);
    operations.job(update, engine);
  }

  private QueryReply<VolumeInventory> query(QueryVolume request, Caller caller) {
    Condition own = caller.limitedTo().map(VOLUME.ACCOUNT_UUID::eq).orElse(DSL.noCondition());
    return parts
        .database()
        .read(sql ->
            parts
                .queries()
                .findFor(caller.limitedTo(), sql, VolumeInventory.class, request.query(), own));
  }

  private EmptyReply delete(DeleteVolume request, Call call, Transaction transaction) {
    VolumeRow row = VolumeRow.find(request.uuid(), transaction.sql()).orElse(null);
    if (row == null) {
      if (!Uuid.isUuid(request.uuid())) {
        throw ApiException.notFound(ResourceType.VOLUME, request.uuid());
      }
      return new EmptyReply();
    }
    parts.tags().deleteAll(ResourceType.VOLUME, row.uuid(), transaction);
    transaction.sql().deleteFrom(VOLUME).where(VOLUME.UUID.eq(row.uuid())).execute();
    parts
        .events()
        .write(Event.deleted(ResourceType.VOLUME, row.uuid(), row.name()), call, transaction);
    return new EmptyReply();
  }

  static InventoryReply<VolumeInventory> reply(
      VolumeParts parts, String uuid, Transaction transaction) {
    return new InventoryReply<>(
        parts.queries().byUuid(transaction.sql(), VolumeInventory.class, uuid).orElseThrow());
  }
}
