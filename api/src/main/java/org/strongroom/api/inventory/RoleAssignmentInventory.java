package org.strongroom.api.inventory;

import java.time.Instant;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A role that an account has in a project. */
@Inventory(schema = "org.strongroom.project.RoleAssignmentInventory")
public record RoleAssignmentInventory(
    @Field("the account") String accountUuid,
    @Field("the project") String projectUuid,
    @Field(
            value = "what the account may do there",
            choices = {"admin", "reader"})
        String role,
    @Field("when it was given") Instant createDate) {}
