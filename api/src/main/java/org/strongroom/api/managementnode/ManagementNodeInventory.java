package org.strongroom.api.managementnode;

import java.time.Instant;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A running Strongroom server. */
@Inventory(schema = "org.zstack.header.managementnode.ManagementNodeInventory")
public record ManagementNodeInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String hostName,
    @Field("when it joined") Instant joinDate,
    @Field("when it last gave a sign of life") Instant heartBeat) {}
