package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.query.Mapping;

final class ProjectMapping {
  private ProjectMapping() {}

  static Mapping<ProjectInventory> mapping() {
    return Tags.on(Mapping.of(ProjectInventory.class, PROJECT), ResourceType.PROJECT, PROJECT.UUID)
        .uuid("uuid", PROJECT.UUID)
        .text("name", PROJECT.NAME)
        .text("description", PROJECT.DESCRIPTION)
        .bool("enabled", PROJECT.ENABLED)
        .instant("createDate", PROJECT.CREATED)
        .instant("lastOpDate", PROJECT.UPDATED)
        .madeAt(PROJECT.CREATED)
        .key(PROJECT.UUID)
        .done();
  }
}
