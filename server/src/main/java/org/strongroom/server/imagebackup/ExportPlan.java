package org.strongroom.server.imagebackup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.image.record.ImageGroup;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;
import org.strongroom.storage.ova.writing.OvaLayout;
import org.strongroom.storage.ova.writing.OvaPlan;
import org.strongroom.storage.ova.writing.PlannedDisk;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an export packs. It is settled when the job is accepted, so that the OVA keeps the size for
 * which room was taken, whatever becomes of the images' descriptions.
 *
 * @param imageUuids the images of the disks, in their order
 */
record ExportPlan(List<String> imageUuids, OvaPlan ova) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Plans the OVA of a group of images. */
  static ExportPlan of(
      ImageGroup group, String backupUuid, String name, Optional<String> description, Instant now) {
    List<ImageGroup.Member> members = group.members();
    ImageGroup.Member first = members.getFirst();
    OvaPlan ova =
        new OvaPlan(
            name,
            description.or(first::description).orElse(""),
            first.architecture().orElse(""),
            OvfOperatingSystem.named(first.guestOsType().or(first::platform).orElse("")),
            group.uuid().orElse(backupUuid),
            members.stream().map(m -> new PlannedDisk(m.name(), m.guestBytes(), m.boot())).toList(),
            now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    return new ExportPlan(members.stream().map(ImageGroup.Member::uuid).toList(), ova);
  }

  static ExportPlan parse(String json) {
    return JSON.readValue(json, ExportPlan.class);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  /**
   * The OVA as it will be.
   *
   * @throws ApiException SYS.1006 if there are too many disks for one
   */
  OvaLayout layout() {
    try {
      return OvaLayout.of(ova);
    } catch (OvaException e) {
      throw ApiException.refused(String.valueOf(e.getMessage()));
    }
  }

  long diskBytes() {
    return ova.disks().stream().mapToLong(PlannedDisk::size).reduce(0, Bytes::plus);
  }
}
